import { log } from '@adapters/log';

export const borrowed = log;
