import type { Position, ReadStore } from '@application/ports';
import { type ListReader, type Scope, listAnswer } from '@application/queries';
import { type Json, type JsonObject, forbidden, missing, refused } from '@domain/kernel';
import { type RawBuilder, sql } from 'kysely';
import { type Caller, type ResourceApi, type Target, writeContext } from '../api/resource-api.js';
import { urlOf } from '../declaration/resource.js';
import { modelOfType } from '../reading/models/resource-models.js';
import { idOrNull, rowsOf, textOr } from '../reading/sql-rows.js';
import { mayDo } from '../reading/views/capabilities.js';
import { kindOf } from '../registry.js';
import type { ResourceService } from '../writing/resource-service.js';
import { requestOf } from '../writing/sublist-service.js';
import { showAccess, withAccess } from './access-list.js';
import { roleModel } from './role-model.js';
import { type Kin, kinOf } from './role-kin.js';
import { RoleService } from './role-service.js';
import type { RoleSublist } from './role-sublists.js';
import { showRoles } from './role-views.js';

export interface RoleApiPorts {
  readonly api: ResourceApi;
  readonly resources: ResourceService;
  readonly store: ReadStore;
  readonly lists: Pick<ListReader, 'page'>;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

type Holder = 'user' | 'team';

const within = (ids: RawBuilder<unknown>): Scope => {
  return (alias) => sql`${sql.ref(`${alias}.id`)} IN (${ids})`;
};

/** Roles as the API speaks of them: lists of them, and who has them. */
export class RoleApi {
  private readonly roles: RoleService;

  constructor(private readonly ports: RoleApiPorts) {
    const { resources, store, api } = ports;
    const demandReadable: ConstructorParameters<typeof RoleService>[0]['demandReadable'] = (kind, id, viewer) =>
      api.readable({ kind, id }, viewer);
    this.roles = new RoleService({ resources, store, demandReadable });
  }

  /** `/roles/` */
  list(search: string, caller: Caller): Promise<JsonObject> {
    return this.page('/api/v2/roles/', search, [], caller);
  }

  /** `/roles/N/` @throws DomainError missing | forbidden */
  async read(id: number, { viewer }: Caller): Promise<JsonObject> {
    const scope = await this.ports.api.scopes.ofRoles(viewer);
    const [row] = await rowsOf(this.ports.store, sql`SELECT * FROM role WHERE id = ${id}`);
    if (!row) throw missing();
    const query = sql`SELECT 1 AS found FROM role one WHERE one.id = ${id} AND ${scope?.('one') ?? sql`1 = 1`}`;
    if ((await rowsOf(this.ports.store, query)).length === 0) throw forbidden();
    const [shown] = await showRoles(this.ports.store, [row]);
    return shown ?? {};
  }

  /** `/roles/N/parents/`, `/roles/N/children/`: whose holders have the role, and what its holders have. */
  async kin(id: number, side: Kin, search: string, caller: Caller): Promise<JsonObject> {
    await this.read(id, caller);
    const role = await this.roles.find(id);
    if (!role) throw missing();
    return this.page(`/api/v2/roles/${id}/${side}/`, search, [kinOf(role, side)], caller);
  }

  /** `<object>/object_roles/` */
  async ofObject({ kind, id }: Target, search: string, caller: Caller): Promise<JsonObject> {
    await this.ports.api.readable({ kind, id }, caller.viewer);
    const own = sql`SELECT role.id FROM role WHERE role.object_type = ${kind} AND role.object_id = ${id}`;
    return this.page(`${urlOf(kindOf(kind), id)}object_roles/`, search, [within(own)], caller);
  }

  /** `<object>/access_list/`: users, and what lets each of them in. */
  async accessList({ kind, id }: Target, search: string, { viewer }: Caller): Promise<JsonObject> {
    const { api, store, lists } = this.ports;
    const row = await api.readable({ kind, id }, viewer);
    const name = textOr(row[kindOf(kind).nameField], '');
    const object = { kind, id, name, organization: idOrNull(row['organization']) };
    const path = `${urlOf(kindOf(kind), id)}access_list/`;
    const page = await lists.page({ model: modelOfType('user'), path, search, scopes: [withAccess(object)] });
    const users = await api.views.show('user', page.rows, viewer, { detail: false });
    const mayTake = await mayDo({ store, kind: kindOf(kind), viewer }, 'change', row);
    return listAnswer(page, await showAccess(store, object, users, mayTake));
  }

  /** `/users/N/roles/`, `/teams/N/roles/` */
  async ofHolder(
    { kind, id }: Target & { readonly kind: Holder },
    search: string,
    caller: Caller,
  ): Promise<JsonObject> {
    await this.ports.api.readable({ kind, id }, caller.viewer);
    const held = sql`SELECT role_id FROM role_grant WHERE grantee_kind = ${kind} AND grantee_id = ${id}`;
    return this.page(`${urlOf(kindOf(kind), id)}roles/`, search, [within(held)], caller);
  }

  /** `/roles/N/users/`, `/roles/N/teams/` */
  async holders(role: number, kind: Holder, search: string, caller: Caller): Promise<JsonObject> {
    await this.read(role, caller);
    const holders = sql`SELECT grantee_id FROM role_grant WHERE role_id = ${role} AND grantee_kind = ${kind}`;
    const path = `/api/v2/roles/${role}/${kindOf(kind).path}/`;
    return this.ports.api.page({ kind, path, search, scopes: [within(holders)] }, caller.viewer);
  }

  /** POST of a role's id on a user or team. */
  async give({ kind, id }: Target & { readonly kind: Holder }, body: JsonObject, caller: Caller): Promise<void> {
    const { id: role, disassociate } = askedFor(body, 'Role');
    await this.apply({ role, to: { kind, id }, revoke: disassociate }, caller);
  }

  /** POST of a user's or team's id on a role. */
  async giveTo(role: number, kind: Holder, body: JsonObject, caller: Caller): Promise<void> {
    const { id, disassociate } = askedFor(body, kindOf(kind).title);
    if (!(await this.roles.find(role))) throw missing();
    await this.apply({ role, to: { kind, id }, revoke: disassociate }, caller);
  }

  /** A list that follows from roles. */
  async sublist(
    { kind, path, target, rows }: RoleSublist,
    id: number,
    search: string,
    caller: Caller,
  ): Promise<JsonObject> {
    await this.ports.api.readable({ kind, id }, caller.viewer);
    const scope = await this.ports.api.scopes.of(target, caller.viewer);
    const scopes = [within(rows(id)), ...(scope ? [scope] : [])];
    return this.ports.api.page(
      { kind: target, path: `${urlOf(kindOf(kind), id)}${path}/`, search, scopes },
      caller.viewer,
    );
  }

  /** POST on such a list: somebody joins, leaves, or is made and joins. @returns who was made */
  async relate(
    { kind, gives }: RoleSublist,
    id: number,
    body: JsonObject,
    caller: Caller,
  ): Promise<JsonObject | undefined> {
    if (gives === undefined) throw new Error(`${kind} gives no role`);
    const request = requestOf(body);
    const role = await this.roles.idOf(kind, id, gives);
    if (request.id !== null) {
      const to = { kind: 'user', id: request.id } as const;
      if (!(await this.ports.resources.lookup.find('user', request.id)))
        throw refused({ detail: 'User matching query does not exist.' });
      await this.apply({ role, to, revoke: request.disassociate }, caller);
      return undefined;
    }
    await this.demandMaking({ kind, id }, { role, field: gives }, caller);
    const made = await this.ports.api.create(
      'user',
      { ...body, organization: await this.organizationOf(kind, id) },
      caller,
    );
    await this.apply({ role, to: { kind: 'user', id: Number(made['id']) }, revoke: false }, caller);
    return made;
  }

  /** To make somebody who has the role from the start is to give the role, too. */
  private async demandMaking(
    { kind, id }: { readonly kind: RoleSublist['kind']; readonly id: number },
    { role, field }: { readonly role: number; readonly field: string },
    caller: Caller,
  ): Promise<void> {
    const { resources } = this.ports;
    const data = { role: { kind, id, role, field }, to: null, change: 'grant' } as const;
    const context = writeContext(caller, 'role', role);
    await resources.refusals.recorded(context, { type: 'RoleChangeRefused', data }, (inner) =>
      resources.permitted(kind, id, 'change', inner),
    );
  }

  private async organizationOf(kind: RoleSublist['kind'], id: number): Promise<Json> {
    if (kind === 'organization') return id;
    return (await this.ports.resources.lookup.find(kind, id))?.['organization'] ?? null;
  }

  private async apply(change: Parameters<RoleService['apply']>[0], caller: Caller): Promise<void> {
    const { position } = await this.roles.apply(change, writeContext(caller, 'role', change.role));
    await this.ports.caughtUp(position);
  }

  private async page(path: string, search: string, scopes: readonly Scope[], { viewer }: Caller): Promise<JsonObject> {
    const visible = await this.ports.api.scopes.ofRoles(viewer);
    const all = visible ? [...scopes, visible] : scopes;
    const page = await this.ports.lists.page({ model: roleModel, path, search, scopes: all });
    return listAnswer(page, await showRoles(this.ports.store, page.rows));
  }
}

const askedFor = (body: JsonObject, title: string): { readonly id: number; readonly disassociate: boolean } => {
  const { id, disassociate } = requestOf(body);
  if (id === null) throw refused({ msg: `${title} 'id' field is missing.` });
  return { id, disassociate };
};
