import type { ReadStore } from '@application/ports';
import {
  type Action,
  type Holdable,
  type Holdings,
  type Permission,
  type Subject,
  type Viewer,
  creatingOf,
  holds,
  may,
  mayCreate,
} from '@domain/access';
import { type Json, type JsonObject, forbidden } from '@domain/kernel';
import { sql } from 'kysely';
import type { ResourceType } from '../declaration/field.js';
import { guardianOf } from '../declaration/guardian.js';
import type { Fields, Lookup } from '../declaration/rules.js';
import { readHoldings } from '../reading/holdings-reader.js';
import { readCarriers } from '../reading/label-carriers.js';
import { readMemberships } from '../reading/memberships.js';
import { ReadScopes } from '../reading/read-scopes.js';
import { rowsOf } from '../reading/sql-rows.js';

type Found = Fields & { readonly id: number };

/** Bodies may hold ids as digits in a string, and here they are looked at before they are coerced. */
const idOf = (value: Json | undefined): number | null => {
  const id = typeof value === 'string' && /^\s*\d{1,15}\s*$/.test(value) ? Number(value) : value;
  return typeof id === 'number' ? id : null;
};

const NEEDS_ORGANIZATION = 'An organization is required to create a workflow job template for normal user';

/** Rights of one viewer, asked of the pure policy with the facts it needs. */
export class Access {
  private readonly scopes: ReadScopes;

  constructor(
    private readonly store: ReadStore,
    private readonly lookup: Lookup,
  ) {
    this.scopes = new ReadScopes(store);
  }

  holdings(viewer: Viewer): Promise<Holdings> {
    return readHoldings(this.store, viewer);
  }

  /** @throws DomainError `forbidden` */
  async demand(viewer: Viewer, action: Action, type: ResourceType, found: Found): Promise<Permission> {
    if (action === 'read') return this.demandReadable(viewer, type, found.id);
    const subject = await this.subjectOf(type, found);
    const permission = may(viewer, await this.holdings(viewer), action, subject);
    if (!permission.allowed) throw forbidden();
    return permission;
  }

  /** Reading is decided where lists are filtered, so that a list and its rows never disagree. */
  private async demandReadable(viewer: Viewer, type: ResourceType, id: number): Promise<Permission> {
    const scope = await this.scopes.of(type, viewer);
    const query = sql`SELECT 1 AS found FROM ${sql.table(type)} object WHERE object.id = ${id} AND ${scope?.('object') ?? sql`1 = 1`}`;
    if (scope && (await rowsOf(this.store, query)).length === 0) throw forbidden();
    return { allowed: true, rule: `${type}.read` };
  }

  /** The object and whose roles decide for it. */
  async subjectOf(type: ResourceType, found: Found): Promise<Subject> {
    const { id } = found;
    const isGlobal = type === 'execution_environment' && idOf(found['organization']) === null;
    const membership = type === 'user' ? (await readMemberships(this.store, [id]))(id) : undefined;
    const carriers = type === 'label' ? await readCarriers(this.store, id) : undefined;
    return {
      type,
      id,
      guardian: await this.guardian(type, found),
      isGlobal,
      ...(membership && { membership }),
      ...(carriers && { carriers }),
    };
  }

  private async guardian(type: ResourceType, found: Found): Promise<Holdable | null> {
    const guardian = guardianOf(type);
    if (guardian === null) return null;
    if (guardian === 'self') return { type, id: found.id, organization: idOf(found['organization']) };
    return this.holdable(guardian, idOf(found[guardian]));
  }

  /** An object as the policy asks about it; null when there is none. */
  async holdable(type: ResourceType, id: number | null): Promise<Holdable | null> {
    const found = id === null ? undefined : await this.lookup.find(type, id);
    return found ? { type, id: found.id, organization: idOf(found['organization']) } : null;
  }

  /** @throws DomainError `forbidden` with AWX's body for this kind */
  async demandCreate(viewer: Viewer, type: ResourceType, body: JsonObject): Promise<void> {
    if (viewer.isSuperuser) return;
    const held = await this.holdings(viewer);
    if (type === 'job_template') return this.demandUse(held, body);
    if (type === 'credential' && (await this.ownsCredential(viewer, held, body))) return;
    if (await this.maintains(viewer, held, { type, body })) return;
    if (type !== 'workflow_job_template') throw forbidden();
    throw forbidden(idOf(body['organization']) === null ? { organization: [NEEDS_ORGANIZATION] } : {});
  }

  /** Has the viewer the role that creating needs, in the place that the body names? */
  private async maintains(
    viewer: Viewer,
    held: Holdings,
    { type, body }: { readonly type: ResourceType; readonly body: JsonObject },
  ): Promise<boolean> {
    const creating = creatingOf(type);
    const where = creating ? await this.holdable(creating.place, idOf(body[creating.place])) : null;
    return mayCreate(viewer, held, type, where).allowed;
  }

  /** A template runs what it names, so its maker must be allowed to use it. */
  async demandUse(held: Holdings, body: JsonObject): Promise<void> {
    for (const [type, title] of [
      ['inventory', 'Inventory'],
      ['project', 'Project'],
    ] as const) {
      const id = idOf(body[type]);
      const where = await this.holdable(type, id);
      if (id !== null && !(where && holds(held, where, 'use_role')))
        throw forbidden({ [type]: [`You do not have use permission on ${title}`] });
    }
    if (idOf(body['project']) === null) throw forbidden();
  }

  /** For oneself, for a user or for a team one administers. */
  private async ownsCredential(viewer: Viewer, held: Holdings, body: JsonObject): Promise<boolean> {
    const user = idOf(body['user']);
    if (user !== null) return may(viewer, held, 'change', await this.subjectOf('user', { id: user })).allowed;
    const team = await this.holdable('team', idOf(body['team']));
    return team !== null && holds(held, team, 'admin_role');
  }
}
