import { lost } from './lost.js';

export const found = lost;
