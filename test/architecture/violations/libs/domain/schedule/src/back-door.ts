import type { Id } from '../../kernel/src/id.js';

export type Deep = Id;
