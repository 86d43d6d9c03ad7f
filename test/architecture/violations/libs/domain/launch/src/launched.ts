import type { Id } from '@domain/kernel';

export interface Launched {
  readonly id: Id;
}
