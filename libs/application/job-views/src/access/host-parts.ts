import type { Scope } from '@application/queries';
import { hostsOfGroup } from '@application/resources';
import { sql } from 'kysely';

/** One host, or all hosts of a group and of the groups below it. */
export interface HostsOf {
  readonly kind: 'host' | 'group';
  readonly id: number;
}

/** Rows that tell of these hosts, by their column `host`. */
export const toldOf =
  ({ kind, id }: HostsOf): Scope =>
  (alias) =>
    kind === 'host'
      ? sql`${sql.ref(`${alias}.host`)} = ${id}`
      : sql`${sql.ref(`${alias}.host`)} IN (${hostsOfGroup(id)})`;
