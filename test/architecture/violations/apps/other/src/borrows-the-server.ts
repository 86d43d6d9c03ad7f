import { started } from '../../server/src/main.js';

export const borrowed = started;
