import type { QueryModel } from '@application/queries';

/** What lists of attempts are filtered and ordered by. */
export const callbackAttemptModel: QueryModel = {
  name: 'CallbackAttempt',
  table: 'callback_attempt',
  type: 'callback_attempt',
  columns: [
    { name: 'id', type: 'id' },
    { name: 'created', type: 'datetime' },
    { name: 'verdict', type: 'string' },
    { name: 'reason', type: 'string' },
    { name: 'answer', type: 'text' },
    { name: 'address', type: 'string', nullable: true },
    { name: 'candidates', type: 'text' },
    { name: 'trusted', type: 'boolean' },
    { name: 'job', type: 'id', nullable: true },
    { name: 'count', type: 'integer' },
  ],
  search: ['address', 'candidates', 'reason'],
  ordering: ['-id'],
};
