import type { Egg } from './index.js';

export type Own = Egg;
