import { log } from '@adapters/log';

export const bound = log;
