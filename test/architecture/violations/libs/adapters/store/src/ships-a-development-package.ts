import { check } from 'fast-check';

export const shipped = check;
