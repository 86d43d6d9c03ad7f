import type { LoadOptions } from 'js-yaml';

export type Options = LoadOptions;
