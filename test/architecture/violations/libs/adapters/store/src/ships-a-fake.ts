import { fake } from '@testing/fakes';

export const shipped = fake;
