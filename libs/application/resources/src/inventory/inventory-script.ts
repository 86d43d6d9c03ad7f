import type { ReadStore, Row } from '@application/ports';
import { parseVariables } from '@application/variables';
import { type Json, type JsonObject, missing, withEntries } from '@domain/kernel';
import { sql } from 'kysely';
import { groupedBy, rowsOf, textOr } from '../reading/sql-rows.js';
import type { ScriptRequest } from './script-request.js';

const nameOf = (row: Row): string => textOr(row['name'], '');

/** Variables of a row, as a mapping; what is stored was parsed before. */
const variablesOf = (row: Row): JsonObject => {
  const parsed = parseVariables(textOr(row['variables'], ''));
  return parsed.ok ? parsed.value : {};
};

const isEmpty = (object: JsonObject): boolean => Object.keys(object).length === 0;

const towerVariables = (host: Row): JsonObject => {
  const [enabled, id] = [host['enabled'] ? 'true' : 'false', Number(host['id'])];
  return { remote_tower_enabled: enabled, remote_tower_id: id, remote_host_enabled: enabled, remote_host_id: id };
};

/** Everything of an inventory that its listing is made of. */
interface Contents {
  readonly inventory: Row;
  readonly hosts: readonly Row[];
  readonly groups: readonly Row[];
  readonly members: readonly Row[];
  readonly children: readonly Row[];
}

/** An inventory in the form that Ansible reads, and the variables of single hosts. */
export class InventoryScripts {
  constructor(private readonly store: ReadStore) {}

  /** @throws DomainError missing */
  async of(inventory: number, request: ScriptRequest): Promise<JsonObject> {
    return scriptOf(await this.contents(inventory, request), request);
  }

  /** Variables of one host. @throws DomainError missing */
  async host(inventory: number, name: string, { all }: Pick<ScriptRequest, 'all'>): Promise<JsonObject> {
    const [row] = await rowsOf(
      this.store,
      sql`SELECT * FROM host WHERE inventory = ${inventory} AND name = ${name} AND ${enabled(all)}`,
    );
    if (!row) throw missing();
    return variablesOf(row);
  }

  private async contents(inventory: number, { all, slice }: ScriptRequest): Promise<Contents> {
    const { store } = this;
    const [found] = await rowsOf(store, sql`SELECT * FROM inventory WHERE id = ${inventory}`);
    if (!found) throw missing();
    const groups = sql`SELECT id FROM "group" WHERE inventory = ${inventory}`;
    const [hosts, groupRows, members, children] = await Promise.all([
      rowsOf(store, sql`SELECT * FROM host WHERE inventory = ${inventory} AND ${enabled(all)} ORDER BY name`),
      rowsOf(store, sql`SELECT * FROM "group" WHERE inventory = ${inventory} ORDER BY name`),
      rowsOf(
        store,
        sql`SELECT link.parent_id, host.id, host.name FROM group_hosts link JOIN host ON host.id = link.child_id
          WHERE link.parent_id IN (${groups}) ORDER BY host.name`,
      ),
      rowsOf(
        store,
        sql`SELECT link.parent_id, one.name FROM group_children link JOIN "group" one ON one.id = link.child_id
          WHERE link.parent_id IN (${groups}) ORDER BY one.name`,
      ),
    ]);
    const chosen = hosts.filter((_, index) => index % slice.count === slice.number - 1);
    return { inventory: found, hosts: chosen, groups: groupRows, members, children };
  }
}

const enabled = (all: boolean) => (all ? sql`1 = 1` : sql`enabled = 1`);

const scriptOf = (contents: Contents, { hostvars, towervars }: ScriptRequest): JsonObject => {
  const { hosts } = contents;
  const chosen = new Set(hosts.map(nameOf));
  const members = contents.members.filter((row) => chosen.has(nameOf(row)));
  const grouped = new Set(members.map(nameOf));
  const free = hosts.map(nameOf).filter((name) => !grouped.has(name));
  return withEntries([
    ['all', allGroup(contents, free)],
    ...groupEntries(contents, members),
    ...(hostvars
      ? [['_meta', { hostvars: withEntries(hosts.map((host) => hostEntry(host, towervars))) }] as const]
      : []),
  ]);
};

const allGroup = ({ inventory, groups }: Contents, hosts: readonly string[]): JsonObject => {
  const vars = variablesOf(inventory);
  return {
    ...(isEmpty(vars) ? {} : { vars }),
    hosts,
    ...(groups.length > 0 && { children: groups.map(nameOf) }),
  };
};

/** Groups that hold anything. */
const groupEntries = (contents: Contents, members: readonly Row[]): readonly (readonly [string, Json])[] => {
  const hosts = groupedBy(members, 'parent_id');
  const children = groupedBy(contents.children, 'parent_id');
  return contents.groups.flatMap((group) => {
    const id = Number(group['id']);
    const vars = variablesOf(group);
    const entry: JsonObject = {
      ...(hosts.has(id) && { hosts: (hosts.get(id) ?? []).map(nameOf) }),
      ...(children.has(id) && { children: (children.get(id) ?? []).map(nameOf) }),
      ...(isEmpty(vars) ? {} : { vars }),
    };
    return isEmpty(entry) ? [] : [[nameOf(group), entry] as const];
  });
};

const hostEntry = (host: Row, towervars: boolean): readonly [string, Json] => [
  nameOf(host),
  { ...variablesOf(host), ...(towervars ? towerVariables(host) : {}) },
];
