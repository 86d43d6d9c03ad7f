import type { Now } from '@application/clock';

export type Used = Now;
