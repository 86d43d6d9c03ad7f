import { launched } from '@testing/builders';

export const subject = launched;
