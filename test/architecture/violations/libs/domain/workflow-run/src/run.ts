import type { Job } from '@domain/job';

export interface Run {
  readonly job: Job;
}
