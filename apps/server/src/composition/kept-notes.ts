import { TYPED_PASSWORDS } from '@application/launching';
import { LAST_TICK } from '@application/schedules';

/**
 * Beginnings of the names of notes that are worth keeping: nothing else knows what they say. The others tell how far each part has
 * read the log, and begin again.
 */
export const KEPT_NOTES = [TYPED_PASSWORDS, LAST_TICK];
