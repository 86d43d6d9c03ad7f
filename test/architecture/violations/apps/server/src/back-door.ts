import { log } from '../../../libs/adapters/log/src/log.js';

export const forced = log;
