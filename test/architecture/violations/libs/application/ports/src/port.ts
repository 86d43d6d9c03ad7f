import type { Job } from '@domain/job';

export interface Port {
  readonly job: Job;
}
