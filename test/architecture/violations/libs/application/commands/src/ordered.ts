import type { Followed } from '@application/processes';

export type Ordered = Followed;
