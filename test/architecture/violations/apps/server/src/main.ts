import { log } from '@adapters/log';

export const started = log;
