import type { ReadStore } from '@application/ports';
import { SYSTEM } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { Fields } from '../declaration/rules.js';
import type { Wanted } from './refusals.js';

/** The flags of users that are roles of the system. */
const FLAGS = { is_superuser: 'system_administrator', is_system_auditor: 'system_auditor' } as const;

interface Flagged {
  /** null: a user who is to be made. */
  readonly id: number | null;
  readonly body: JsonObject;
  readonly current: Fields | null;
}

/** The role of the system that a write of a user would give or take; undefined: none. */
export const wantedFlag = async (
  store: Pick<ReadStore, 'all'>,
  { id, body, current }: Flagged,
): Promise<Wanted | undefined> => {
  const flags = Object.keys(FLAGS) as readonly (keyof typeof FLAGS)[];
  const flag = flags.find((name) => typeof body[name] === 'boolean' && body[name] !== (current?.[name] ?? false));
  if (flag === undefined) return undefined;
  const field = FLAGS[flag];
  const sql = 'SELECT id FROM role WHERE object_type = ? AND role_field = ?';
  const [row] = await store.all(sql, [SYSTEM, field]);
  const role = { kind: SYSTEM, id: 0, role: Number(row?.['id'] ?? 0), field };
  const to = id === null ? null : { kind: 'user', id };
  return { type: 'RoleChangeRefused', data: { role, to, change: body[flag] === true ? 'grant' : 'revoke' } };
};
