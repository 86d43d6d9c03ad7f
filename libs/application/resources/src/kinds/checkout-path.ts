import type { Json } from '@domain/kernel';
import { textOf } from '../declaration/text.js';

/** Directory of a checkout, never chosen by users: `_6__demo_project`. */
export const checkoutPath = (id: number, name: Json | undefined): string =>
  `_${id}__${textOf(name)
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\w\s-]/g, '')
    .trim()
    .replace(/[-\s]+/g, '_')}`;
