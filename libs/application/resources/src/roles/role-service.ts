import type { ReadStore } from '@application/ports';
import { SYSTEM, type Viewer, makesEditable, refusalOfGrant } from '@domain/access';
import { forbidden, missing, refused } from '@domain/kernel';
import type { Grantee } from '@domain/resource';
import type { ResourceType } from '../declaration/field.js';
import type { Fields } from '../declaration/rules.js';
import { textOf } from '../declaration/text.js';
import { kindOf } from '../registry.js';
import type { WriteContext, Written } from '../writing/context.js';
import type { ResourceService } from '../writing/resource-service.js';
import { Adoption } from './adoption.js';

/** A role of one object, or of the whole system. */
export interface ObjectRole {
  readonly id: number;
  readonly field: string;
  readonly type: ResourceType | typeof SYSTEM;
  readonly objectId: number;
}

/** A role to be given, or taken away. */
export interface RoleChange {
  readonly role: number;
  readonly to: Pick<Grantee, 'kind' | 'id'>;
  readonly revoke: boolean;
}

type Found = Fields & { readonly id: number };

export interface RolePorts {
  readonly resources: ResourceService;
  readonly store: ReadStore;
  /** @throws DomainError missing | forbidden */
  readonly demandReadable: (type: ResourceType, id: number, viewer: Viewer) => Promise<unknown>;
}

/** Gives roles to users and teams. The granter needs admin on the object and must be able to see who gets the role. */
export class RoleService {
  constructor(private readonly ports: RolePorts) {}

  /** @throws DomainError refused | forbidden | missing */
  async apply({ role: roleId, to, revoke }: RoleChange, context: WriteContext): Promise<Written> {
    const role = await this.find(roleId);
    if (!role) throw refused({ detail: 'Role matching query does not exist.' });
    const wanted = {
      type: 'RoleChangeRefused',
      data: {
        role: { role: role.id, field: role.field, kind: role.type, id: role.objectId },
        to: { kind: to.kind, id: to.id },
        change: revoke ? 'revoke' : 'grant',
      },
    } as const;
    return this.resources.refusals.recorded(context, wanted, (inner) => this.change(role, { to, revoke }, inner));
  }

  private async change(
    role: ObjectRole,
    { to, revoke }: Omit<RoleChange, 'role'>,
    context: WriteContext,
  ): Promise<Written> {
    const grantee = await this.resources.lookup.find(to.kind, to.id);
    if (!grantee) throw missing();
    await this.ports.demandReadable(to.kind, to.id, context.viewer);
    if (role.type === SYSTEM) return this.changeFlag(role, { to, revoke }, context);
    const object = await this.resources.permitted(role.type, role.objectId, 'change', context);
    if (makesEditable(role) && to.kind === 'user') await this.adoption.demand(context.viewer, to.id);
    if (!revoke) await this.refuse(role, object, { ...to, found: grantee }, context);
    const data = {
      role: { id: role.id, field: role.field },
      to: { ...to, name: textOf(grantee[kindOf(to.kind).nameField]) },
    };
    const command = revoke ? ({ type: 'RevokeRole', data } as const) : ({ type: 'GrantRole', data } as const);
    const { position } = await this.resources.aggregates.handle(role.type, role.objectId, command, context);
    return { type: role.type, id: role.objectId, position };
  }

  /** Roles of the system are flags of a user, and only superusers set them. */
  private changeFlag(
    role: ObjectRole,
    { to, revoke }: Omit<RoleChange, 'role'>,
    context: WriteContext,
  ): Promise<Written> {
    refuseGrant({ role, to, organization: null, isMember: false, viewer: context.viewer });
    if (!context.viewer.isSuperuser) throw forbidden();
    const flag = role.field === 'system_administrator' ? 'is_superuser' : 'is_system_auditor';
    return this.resources.change({ type: 'user', id: to.id, body: { [flag]: !revoke }, partial: true }, context);
  }

  /** Id of an object's role. @throws DomainError missing */
  async idOf(type: ResourceType, objectId: number, field: string): Promise<number> {
    const { roles } = await this.resources.aggregates.live(type, objectId);
    const id = roles[field];
    if (id === undefined) throw missing();
    return id;
  }

  async find(id: number): Promise<ObjectRole | undefined> {
    const sql = 'SELECT object_type, object_id, role_field FROM role WHERE id = ?';
    const [row] = await this.ports.store.all(sql, [id]);
    if (!row) return undefined;
    const type = String(row['object_type']) as ObjectRole['type'];
    return { id, field: String(row['role_field']), type, objectId: Number(row['object_id']) };
  }

  private get adoption(): Adoption {
    return new Adoption(this.resources.access, this.ports.store);
  }

  private get resources(): ResourceService {
    return this.ports.resources;
  }

  private async refuse(
    role: ObjectRole,
    object: Found,
    to: Pick<Grantee, 'kind' | 'id'> & { readonly found: Found },
    { viewer }: WriteContext,
  ): Promise<void> {
    const organization = object['organization'];
    const isMember =
      to.kind === 'user' && typeof organization === 'number' && (await this.isMember(to.id, organization));
    refuseGrant({ role, to, organization: idOrNone(organization), isMember, viewer });
  }

  private async isMember(user: number, organization: number): Promise<boolean> {
    const sql = `SELECT 1 AS found FROM role_grant g JOIN role r ON r.id = g.role_id
      WHERE g.grantee_kind = 'user' AND g.grantee_id = ? AND r.object_type = 'organization' AND r.object_id = ?
        AND r.role_field IN ('member_role', 'admin_role') LIMIT 1`;
    return (await this.ports.store.all(sql, [user, organization])).length > 0;
  }
}

const idOrNone = (value: unknown): number | null => (typeof value === 'number' ? value : null);

interface Granting {
  readonly role: ObjectRole;
  readonly to: Pick<Grantee, 'kind'> & { readonly found?: Found };
  readonly organization: number | null;
  readonly isMember: boolean;
  readonly viewer: Viewer;
}

/** @throws DomainError refused, with AWX's words */
const refuseGrant = ({ role, to, organization, isMember, viewer }: Granting): void => {
  const target = { kind: to.kind, organization: idOrNone(to.found?.['organization']) };
  const msg = refusalOfGrant({ role, organization, to: target, isMember, isSuperuser: viewer.isSuperuser });
  if (msg !== undefined) throw refused({ msg });
};
