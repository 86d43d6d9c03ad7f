import type { Port } from '@application/ports';

export type Followed = Port;
