import { derivedId } from '@application/event-sourcing';
import type { Position, ReadStore, Row } from '@application/ports';
import { type ListReader, type QueryModel, type Scope, listAnswer } from '@application/queries';
import { isOverseer, type Viewer } from '@domain/access';
import { type DomainError, type JsonObject, forbidden, missing } from '@domain/kernel';
import { sql } from 'kysely';
import type { ResourceType } from '../declaration/field.js';
import { type RelationDeclaration, urlOf } from '../declaration/resource.js';
import type { Related } from '../reading/describe/actions.js';
import { Descriptions } from '../reading/describe/descriptions.js';
import type { Fields } from '../declaration/rules.js';
import { fieldsOfRow } from '../reading/rows.js';
import { modelOfType } from '../reading/models/resource-models.js';
import { ReadScopes } from '../reading/read-scopes.js';
import { rowsOf } from '../reading/sql-rows.js';
import { TemplateLists } from '../reading/template-lists.js';
import { mayDo } from '../reading/views/capabilities.js';
import { ResourceViews } from '../reading/views/resource-views.js';
import { kindOf } from '../registry.js';
import type { WriteContext, Written } from '../writing/context.js';
import type { ResourceService } from '../writing/resource-service.js';
import { SublistService } from '../writing/sublist-service.js';
import { inOrder, membership } from './membership.js';
import { type NamedType, NamedUrls } from './named-urls.js';

/** Who asks, and by which request. */
export interface Caller {
  readonly viewer: Viewer;
  readonly request: string;
}

export interface Target {
  readonly kind: ResourceType;
  readonly id: number;
}

export interface SublistTarget extends Target {
  /** Path segment of the relation. */
  readonly path: string;
}

/** Nothing: the list; an id: an object; id and path: a sublist of it. */
export interface Described {
  readonly id?: number;
  readonly path?: string;
}

export interface ResourceApiPorts {
  readonly resources: ResourceService;
  readonly store: ReadStore;
  readonly lists: Pick<ListReader, 'page'>;
  /** Resolves when the read model has taken in everything up to the position. */
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

/** What a request's commands carry: the same for every repeat of the request. */
export const writeContext = ({ viewer, request }: Caller, ...step: readonly (string | number)[]): WriteContext => ({
  viewer,
  commandId: derivedId('request', request, ...step),
  correlation: request,
  causation: request,
  actor: { kind: 'user', id: viewer.id, name: viewer.username },
  request,
});

/** Resources as the API speaks of them: bodies come in, answers in AWX's shape go out; a write is answered as it reads. */
export class ResourceApi {
  readonly views: ResourceViews;
  readonly scopes: ReadScopes;
  private readonly descriptions: Descriptions;
  private readonly names: NamedUrls;
  private readonly templateLists: TemplateLists;
  private readonly sublists: SublistService;

  constructor(private readonly ports: ResourceApiPorts) {
    this.views = new ResourceViews(ports.store);
    this.scopes = new ReadScopes(ports.store);
    this.names = new NamedUrls(ports.store);
    this.templateLists = new TemplateLists(ports.store, this.views, this.scopes);
    this.descriptions = new Descriptions(ports.store);
    this.sublists = new SublistService(ports.resources);
  }

  async create(kind: ResourceType, body: JsonObject, caller: Caller): Promise<JsonObject> {
    return this.written(await this.ports.resources.create(kind, body, writeContext(caller)), caller);
  }

  /** PUT (`whole`) or PATCH. */
  async change(
    { kind, id }: Target,
    { body, whole }: { readonly body: JsonObject; readonly whole: boolean },
    caller: Caller,
  ): Promise<JsonObject> {
    const edit = { type: kind, id, body, partial: !whole };
    return this.written(await this.ports.resources.change(edit, writeContext(caller)), caller);
  }

  async remove({ kind, id }: Target, caller: Caller): Promise<void> {
    const { position } = await this.ports.resources.remove(kind, id, writeContext(caller));
    await this.ports.caughtUp(position);
  }

  /** @returns the new object when one was created */
  async relate({ kind, id, path }: SublistTarget, body: JsonObject, caller: Caller): Promise<JsonObject | undefined> {
    const relation = relationAt(kind, path);
    const parent = { type: kind, id, relation: relation.name };
    const { status, written } = await this.sublists.post(parent, body, writeContext(caller));
    if (status === 201) return this.written(written, caller);
    await this.ports.caughtUp(written.position);
    return undefined;
  }

  async read({ kind, id }: Target, { viewer }: Caller): Promise<JsonObject> {
    const row = await this.readable({ kind, id }, viewer);
    return this.shown(kind, row, viewer);
  }

  /** Id of the object that a path names. */
  idOf(kind: NamedType, name: string): Promise<number | undefined> {
    return this.names.idOf(kind, name);
  }

  /** Stored values, for those who work with the object. @throws DomainError missing | forbidden */
  async fields({ kind, id }: Target, { viewer }: Caller): Promise<Fields & { readonly id: number }> {
    return { ...fieldsOfRow(kindOf(kind), await this.readable({ kind, id }, viewer)), id };
  }

  /** @throws DomainError forbidden for kinds that overseers alone may see */
  async list(kind: ResourceType, search: string, { viewer }: Caller): Promise<JsonObject> {
    if (kindOf(kind).isForOverseers && !isOverseer(viewer)) throw needsSuperuser();
    const scope = await this.scopes.of(kind, viewer);
    const path = `/api/v2/${kindOf(kind).path}/`;
    return this.page({ kind, path, search, scopes: scope ? [scope] : [] }, viewer);
  }

  async sublist({ kind, id, path }: SublistTarget, search: string, { viewer }: Caller): Promise<JsonObject> {
    const relation = relationAt(kind, path);
    await this.readable({ kind, id }, viewer);
    const scope = isListedInFull(kind, relation) ? undefined : await this.scopes.of(relation.target, viewer);
    const members = membership(kindOf(kind), relation, id);
    const model = relation.ordered ? inOrder(kindOf(kind), relation, id) : modelOfType(relation.target);
    const listed = { kind: relation.target, model, path: `${urlOf(kindOf(kind), id)}${path}/`, search };
    return this.page({ ...listed, scopes: scope ? [members, scope] : [members] }, viewer);
  }

  /** `/unified_job_templates/` */
  async templates(search: string, { viewer }: Caller): Promise<JsonObject> {
    const scope = await this.templateLists.scope(viewer);
    const request = { model: this.templateLists.model, path: '/api/v2/unified_job_templates/', search };
    const roleScope = (role: string): Promise<Scope> => this.templateLists.withRole(role, viewer);
    const page = await this.ports.lists.page({ ...request, roleScope, scopes: scope ? [scope] : [] });
    return listAnswer(page, await this.templateLists.show(page.rows, viewer));
  }

  /** What OPTIONS says of the list, of an object (`id`), or of a sublist (`id` and `path`). */
  async describe(kind: ResourceType, { id, path }: Described, { viewer }: Caller): Promise<JsonObject> {
    if (id === undefined) return this.descriptions.list(kind, viewer);
    const row = await this.find(kind, id);
    if (path === undefined) return this.descriptions.detail(kind, row, viewer);
    return this.descriptions.sublist(kind, relationAt(kind, path), row, viewer);
  }

  /** OPTIONS of a sublist that no relation declares. */
  async describeRelated({ kind, id }: Target, related: Related, { viewer }: Caller): Promise<JsonObject> {
    return this.descriptions.sublist(kind, related, await this.find(kind, id), viewer);
  }

  /** A page of rows of a kind that meet all conditions. */
  async page(listed: Listed, viewer: Viewer): Promise<JsonObject> {
    const { kind, model = modelOfType(kind), path, search, scopes } = listed;
    const page = await this.ports.lists.page({
      model,
      search,
      path,
      scopes,
      ...(kindOf(kind).roles.length > 0 && { roleScope: (role) => this.scopes.withRole(kind, role, viewer) }),
      ...(path === '/api/v2/hosts/' && { refusals: 'error' as const }),
    });
    return listAnswer(page, await this.views.show(kind, page.rows, viewer, { detail: false }));
  }

  /** The object's row. @throws DomainError missing | forbidden: existing but unreadable objects are told apart, as AWX does */
  async readable({ kind, id }: Target, viewer: Viewer): Promise<Row> {
    const row = await this.row(kind, id);
    const demand = () => this.demandVisible({ kind, id }, viewer);
    const wanted = { type: 'CredentialAccessRefused', data: { credential: id, action: 'read' } } as const;
    if (kind === 'credential') await this.ports.resources.refusals.recorded({ viewer }, wanted, demand);
    else await demand();
    return row;
  }

  private async demandVisible({ kind, id }: Target, viewer: Viewer): Promise<void> {
    const scope = await this.scopes.of(kind, viewer);
    if (scope) {
      const query = sql`SELECT 1 AS one FROM ${sql.table(kind)} object WHERE object.id = ${id} AND ${scope('object')}`;
      if ((await rowsOf(this.ports.store, query)).length === 0) throw forbidden();
    }
  }

  /** Demands the right to change the object. @throws DomainError missing | forbidden */
  async changeable({ kind, id }: Target, { viewer }: Caller): Promise<void> {
    const row = await this.readable({ kind, id }, viewer);
    if (!(await mayDo({ store: this.ports.store, kind: kindOf(kind), viewer }, 'change', row))) throw forbidden();
  }

  private async find(kind: ResourceType, id: number): Promise<Row | undefined> {
    const [row] = await this.ports.store.all(`SELECT * FROM "${kind}" WHERE id = ?`, [id]);
    return row;
  }

  private async row(kind: ResourceType, id: number): Promise<Row> {
    const row = await this.find(kind, id);
    if (!row) throw missing();
    return row;
  }

  /** What was written, as it reads now. */
  async written({ type, id, position, revealed }: Written, { viewer }: Caller): Promise<JsonObject> {
    await this.ports.caughtUp(position);
    return { ...(await this.shown(type, await this.row(type, id), viewer)), ...revealed };
  }

  private async shown(kind: ResourceType, row: Row, viewer: Viewer): Promise<JsonObject> {
    const [shown] = await this.views.show(kind, [row], viewer, { detail: true });
    if (!shown) throw new Error(`${kind} has a row and no view`);
    const name = await this.names.nameOf(kind, row);
    const url = `/api/v2/${kindOf(kind).path}/${encodeURIComponent(name).replaceAll('%2B', '+')}/`;
    return { ...shown, related: { ...(shown['related'] as JsonObject), named_url: url } };
  }
}

/** What AWX tells whoever asks for a list that only superusers and auditors see. */
export const needsSuperuser = (): DomainError => forbidden({ detail: 'Superuser privileges needed.' });

/** A list to be answered. */
export interface Listed {
  readonly kind: ResourceType;
  readonly model?: QueryModel;
  readonly path: string;
  readonly search: string;
  readonly scopes: readonly Scope[];
}

const relationAt = (kind: ResourceType, path: string): RelationDeclaration => {
  const relation = kindOf(kind).relations.find((candidate) => candidate.path === path);
  if (!relation) throw missing();
  return relation;
};

/** Whoever reads a template sees all its credentials and instance groups, readable or not. */
const isListedInFull = (kind: ResourceType, { target }: RelationDeclaration): boolean =>
  kind === 'job_template' && (target === 'credential' || target === 'instance_group');
