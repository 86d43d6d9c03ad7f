import type { Projection, RowWriter, SqlValue, StoredEvent } from '@application/ports';
import type { CallbackEvent, CallbackRefusedData, CallbackRequestedData } from '@domain/callback';

const COLUMNS = {
  created: 'TEXT NOT NULL',
  template: 'INTEGER NOT NULL',
  verdict: 'TEXT NOT NULL',
  reason: 'TEXT NOT NULL',
  answer: 'TEXT NOT NULL',
  address: 'TEXT',
  candidates: 'TEXT NOT NULL',
  headers: 'TEXT NOT NULL',
  trusted: 'INTEGER NOT NULL',
  compared: 'TEXT NOT NULL',
  matched: 'TEXT NOT NULL',
  variables: 'TEXT NOT NULL',
  job: 'INTEGER',
  count: 'INTEGER NOT NULL',
  since: 'TEXT',
} as const;

const names = Object.keys(COLUMNS);
/** Numbered in the order of the log: its own positions are numbers in some stores only. */
const INSERT = `INSERT INTO callback_attempt (id, ${names.join(', ')})
  VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM callback_attempt), ${names.map(() => '?').join(', ')})`;
const GIVE_UP = "UPDATE callback_attempt SET verdict = 'refused', reason = ?, answer = ?, job = NULL WHERE job = ?";

type AttemptRow = { readonly [Name in keyof typeof COLUMNS]: SqlValue };

/** Who called which template, what came of it and why: for the template's administrators. */
export const callbackAttemptsProjection: Projection = {
  name: 'callback-attempts',
  version: 2,
  schema: [
    `CREATE TABLE callback_attempt (id INTEGER PRIMARY KEY, ${Object.entries(COLUMNS)
      .map(([name, type]) => `${name} ${type}`)
      .join(', ')})`,
    'CREATE INDEX callback_attempt_template ON callback_attempt (template, id)',
    'CREATE INDEX callback_attempt_job ON callback_attempt (job)',
  ],
  tables: ['callback_attempt'],
  project: (rows, event) => {
    if (event.stream.startsWith('callback-')) return apply(rows, event);
  },
};

const apply = (rows: RowWriter, stored: StoredEvent): void | Promise<void> => {
  const event = stored as StoredEvent & CallbackEvent;
  switch (event.type) {
    case 'CallbackRequested':
      return insert(rows, requestedRow(stored, event.data));
    case 'CallbackRefused': {
      const { job, reason, answer, template } = event.data;
      if (job !== undefined) return rows.run(GIVE_UP, [reason, answer, job]);
      return template === null ? undefined : insert(rows, refusedRow(stored, event.data, template));
    }
  }
};

const insert = (rows: RowWriter, row: AttemptRow): void | Promise<void> => rows.run(INSERT, Object.values(row));

/** What both kinds tell, in the order of the columns. */
const commonRow = ({ meta }: StoredEvent, template: number) => ({ created: meta.at, template });

const recordRow = ({ caller, compared, matched }: CallbackRequestedData | CallbackRefusedData) => ({
  address: caller.address,
  candidates: JSON.stringify(caller.candidates),
  headers: JSON.stringify(caller.headers),
  trusted: Number(caller.isTrusted),
  compared: JSON.stringify(compared),
  matched: JSON.stringify(matched),
});

const requestedRow = (stored: StoredEvent, data: CallbackRequestedData): AttemptRow => ({
  ...commonRow(stored, data.template.id),
  ...{ verdict: 'accepted', reason: '', answer: '' },
  ...recordRow(data),
  ...{ variables: JSON.stringify(data.variables), job: data.job, count: 1, since: null },
});

const refusedRow = (stored: StoredEvent, data: CallbackRefusedData, template: number): AttemptRow => ({
  ...commonRow(stored, template),
  ...{ verdict: 'refused', reason: data.reason, answer: data.answer },
  ...recordRow(data),
  ...{ variables: '[]', job: null, count: data.count, since: data.since ?? null },
});
