import { readFileSync } from 'node:fs';
import type { GateResult, RejectionCode } from '@domain/launch';
import { SENTENCES } from './explain.js';
import { WORDS } from './source-view.js';

/** A record, so that the compiler misses none. */
const GATES: Readonly<Record<GateResult, true>> = {
  'accepted:ask': true,
  'accepted:survey': true,
  noop: true,
  bypassed: true,
  rejected: true,
};

const CODES: Readonly<Record<RejectionCode, true>> = {
  not_prompted: true,
  variables_not_allowed: true,
  variables_unreadable: true,
  survey_invalid: true,
  answer_missing: true,
  branch_override_forbidden: true,
  project_missing: true,
  not_enough_hosts: true,
  unknown_field: true,
  variable_invalid: true,
  password_required: true,
};

/** First cells of the table whose head begins with that word. */
const listed = (head: string): readonly string[] => {
  const [, table = ''] = readFileSync('docs/audit.md', 'utf8').split(new RegExp(`^\\| ${head} `, 'm'));
  const [rows = ''] = table.split(/\n\n|$(?![^])/);
  return [...rows.matchAll(/^\| `([^`]+)`/gm)].map(([, cell = '']) => cell).sort();
};

describe('docs/audit.md', () => {
  it.each([
    ['rule', SENTENCES],
    ['source', WORDS],
    ['gate', GATES],
    ['code', CODES],
  ])('lists every %s that an answer may name, and nothing else', (head, known) => {
    expect(listed(head)).toEqual(Object.keys(known).sort());
  });
});
