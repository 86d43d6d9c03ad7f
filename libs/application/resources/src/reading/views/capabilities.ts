import type { ReadStore, Row } from '@application/ports';
import { type Action, type Holdable, type Subject, type Viewer, may } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { guardianOf } from '../../declaration/guardian.js';
import type { ResourceDeclaration } from '../../declaration/resource.js';
import { readHoldings } from '../holdings-reader.js';
import { readMemberships } from '../memberships.js';
import { fieldsOfRow } from '../rows.js';
import { among, byId, rowsOf } from '../sql-rows.js';
import { sql } from 'kysely';

/** What a viewer may do with each row: `user_capabilities`; undefined where the kind shows none. */
export type Capabilities = (row: Row) => JsonObject | undefined;

const idIn = (row: Row, column: string): number | null => {
  const value = row[column];
  return value === null || value === undefined ? null : Number(value);
};

type Guardians = (row: Row) => Holdable | null;

/** Hosts and groups are their inventory's: one query for all of them. */
const guardiansOf = async (
  store: ReadStore,
  { type }: ResourceDeclaration,
  rows: readonly Row[],
): Promise<Guardians> => {
  const guardian = guardianOf(type);
  if (guardian === null) return () => null;
  if (guardian === 'self') return (row) => ({ type, id: Number(row['id']), organization: idIn(row, 'organization') });
  if (guardian === 'organization')
    return (row) => {
      const id = idIn(row, 'organization');
      return id === null ? null : { type: 'organization', id, organization: null };
    };
  const ids = new Set(rows.map((row) => Number(row['inventory'])));
  const found = byId(await rowsOf(store, sql`SELECT id, organization FROM inventory WHERE ${among('id', ids)}`));
  return (row) => {
    const id = Number(row['inventory']);
    const inventory = found.get(id);
    return inventory ? { type: 'inventory', id, organization: idIn(inventory, 'organization') } : null;
  };
};

/** Rows as the policy asks about them, in a fixed number of queries. */
const subjectsOf = async (
  store: ReadStore,
  kind: ResourceDeclaration,
  rows: readonly Row[],
): Promise<(row: Row) => Subject> => {
  const guardians = rows.length === 0 ? () => null : await guardiansOf(store, kind, rows);
  const users = kind.type === 'user' ? rows.map((row) => Number(row['id'])) : [];
  const memberships = users.length === 0 ? undefined : await readMemberships(store, users);
  return (row) => {
    const id = Number(row['id']);
    return { type: kind.type, id, guardian: guardians(row), ...(memberships && { membership: memberships(id) }) };
  };
};

/** Whose rights on which kind. */
export interface Asking {
  readonly store: ReadStore;
  readonly kind: ResourceDeclaration;
  readonly viewer: Viewer;
}

/** May the viewer do this with one object? */
export const mayDo = async ({ store, kind, viewer }: Asking, action: Action, row: Row): Promise<boolean> => {
  const held = await readHoldings(store, viewer);
  const subjects = await subjectsOf(store, kind, [row]);
  return may(viewer, held, action, subjects(row)).allowed;
};

/** Rights of a viewer on a page of rows, in a fixed number of queries. */
export const capabilitiesOf = async ({ store, kind, viewer }: Asking, rows: readonly Row[]): Promise<Capabilities> => {
  const actions = Object.entries(kind.capabilities);
  if (actions.length === 0) return () => undefined;
  const held = await readHoldings(store, viewer);
  const subjects = await subjectsOf(store, kind, viewer.isSuperuser ? [] : rows);
  return (row) => {
    const subject = subjects(row);
    const never = kind.rules.impossible?.({ ...fieldsOfRow(kind, row), id: subject.id }, viewer) ?? [];
    return Object.fromEntries(
      actions.map(([name, action]) => [name, !never.includes(name) && may(viewer, held, action, subject).allowed]),
    );
  };
};
