import type { Launched } from '@domain/launch';

export interface Job {
  readonly launched: Launched;
}
