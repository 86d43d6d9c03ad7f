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

const INVENTORY = 'SELECT * FROM inventory WHERE id = ?';
const HOSTS = 'SELECT * FROM host WHERE inventory = ? ORDER BY name';
const ENABLED_HOSTS = 'SELECT * FROM host WHERE inventory = ? AND enabled = 1 ORDER BY name';
const GROUPS = 'SELECT * FROM "group" WHERE inventory = ? ORDER BY name';
const MEMBERS = `SELECT link.parent_id, host.id, host.name FROM "group" owner JOIN group_hosts link ON link.parent_id = owner.id
  JOIN host ON host.id = link.child_id WHERE owner.inventory = ? ORDER BY host.name`;
const CHILDREN = `SELECT link.parent_id, one.name FROM "group" owner JOIN group_children link ON link.parent_id = owner.id
  JOIN "group" one ON one.id = link.child_id WHERE owner.inventory = ? ORDER BY one.name`;

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
    const [found] = await store.all(INVENTORY, [inventory]);
    if (!found) throw missing();
    const [hosts, groups, members, children] = await Promise.all([
      store.all(all ? HOSTS : ENABLED_HOSTS, [inventory]),
      store.all(GROUPS, [inventory]),
      store.all(MEMBERS, [inventory]),
      store.all(CHILDREN, [inventory]),
    ]);
    const chosen = hosts.filter((_, index) => index % slice.count === slice.number - 1);
    return { inventory: found, hosts: chosen, groups, members, children };
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
