import type { Ordered } from '@application/commands';

export type Aside = Ordered;
