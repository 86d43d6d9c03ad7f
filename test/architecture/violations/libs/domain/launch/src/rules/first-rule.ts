import type { Launched } from '../launched.js';

export type FirstRule = (launched: Launched) => boolean;
