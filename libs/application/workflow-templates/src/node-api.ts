import type { LaunchTargets } from '@application/launch-targets';
import type { IdAllocator, Position, ReadStore, Row, SecretSealer } from '@application/ports';
import { type ListReader, listAnswer, type Scope } from '@application/queries';
import {
  type Caller,
  kindOf,
  type ResourceApi,
  type ResourceService,
  urlOf,
  writeContext,
} from '@application/resources';
import { membersOf, SAVED_LISTS, SavedConfigurations, type SavedListPath } from '@application/saved-configurations';
import type { Viewer } from '@domain/access';
import { type JsonObject, missing } from '@domain/kernel';
import type { EdgeKind } from '@domain/workflow-template';
import { sql } from 'kysely';
import { NodeDescriptions } from './describe-nodes.js';
import type { Graphs } from './graphs.js';
import { NodeLinks } from './node-links.js';
import { NodeLists } from './node-lists.js';
import { workflowNodeModel } from './node-model.js';
import { NodeRights } from './node-rights.js';
import { NodeViews, nodeUrl } from './node-views.js';
import { EDGE_TABLE, NODE_MEMBERS, NODE_TABLE } from './tables.js';
import { WorkflowNodes, type WrittenNode } from './workflow-nodes.js';

export interface WorkflowNodeApiPorts {
  readonly graphs: Graphs;
  readonly resources: ResourceService;
  readonly api: ResourceApi;
  readonly targets: LaunchTargets;
  readonly ids: IdAllocator;
  readonly sealer: SecretSealer;
  readonly store: ReadStore;
  readonly lists: Pick<ListReader, 'page'>;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
  /** Setting WORKFLOW_NODE_REQUIRE_SURVEY_ANSWERS. */
  readonly requireAnswers: boolean;
}

/** A list of a node, by its path segment. */
export interface NodeList {
  readonly node: number;
  readonly path: SavedListPath;
}

/** Nodes of workflow templates as the API speaks of them: bodies come in, answers in AWX's shape go out. */
export class WorkflowNodeApi {
  private readonly nodes: WorkflowNodes;
  private readonly links: NodeLinks;
  private readonly members: NodeLists;
  private readonly views: NodeViews;
  private readonly descriptions: NodeDescriptions;

  constructor(private readonly ports: WorkflowNodeApiPorts) {
    const rights = new NodeRights(ports.resources, ports.store);
    const parts = { ...ports, rights, configurations: new SavedConfigurations(ports) };
    this.nodes = new WorkflowNodes(parts);
    this.links = new NodeLinks({ ...parts, nodes: this.nodes });
    this.members = new NodeLists(parts);
    this.views = new NodeViews(ports.store);
    this.descriptions = new NodeDescriptions(ports.store, ports.api.scopes);
  }

  /** @param workflow undefined: the body names it */
  async create(workflow: number | undefined, body: JsonObject, caller: Caller): Promise<JsonObject> {
    const place = workflow === undefined ? undefined : { workflow };
    return this.written(await this.nodes.create(body, writeContext(caller), place));
  }

  async change(id: number, body: JsonObject, mode: 'put' | 'patch', caller: Caller): Promise<JsonObject> {
    return this.written(await this.nodes.change(id, body, mode, writeContext(caller)));
  }

  async remove(id: number, caller: Caller): Promise<void> {
    const { position } = await this.nodes.remove(id, writeContext(caller));
    await this.ports.caughtUp(position);
  }

  async read(id: number, { viewer }: Caller): Promise<JsonObject> {
    return this.shown(await this.readable(id, viewer));
  }

  /** Nodes of one workflow, or of all that the caller may read. */
  async list(workflow: number | undefined, search: string, { viewer }: Caller): Promise<JsonObject> {
    if (workflow === undefined) return this.page('/api/v2/workflow_job_template_nodes/', search, viewer);
    await this.ports.api.readable({ kind: 'workflow_job_template', id: workflow }, viewer);
    const path = `${urlOf(kindOf('workflow_job_template'), workflow)}workflow_nodes/`;
    return this.page(path, search, viewer, (alias) => sql`${sql.ref(`${alias}.workflow_job_template`)} = ${workflow}`);
  }

  async children(parent: number, kind: EdgeKind, search: string, { viewer }: Caller): Promise<JsonObject> {
    await this.readable(parent, viewer);
    const linked: Scope = (alias) =>
      sql`${sql.ref(`${alias}.id`)} IN (SELECT child FROM ${sql.table(EDGE_TABLE)} WHERE parent = ${parent} AND kind = ${kind})`;
    return this.page(`${nodeUrl(parent)}${kind}_nodes/`, search, viewer, linked);
  }

  /** @returns the new node when one was created */
  async link(parent: number, kind: EdgeKind, body: JsonObject, caller: Caller): Promise<JsonObject | undefined> {
    const linking = await this.links.post(parent, kind, body, writeContext(caller));
    if (linking.isNew) return this.written(linking);
    await this.ports.caughtUp(linking.position);
    return undefined;
  }

  async membersOf({ node, path }: NodeList, search: string, { viewer }: Caller): Promise<JsonObject> {
    const kind = SAVED_LISTS[path];
    await this.readable(node, viewer);
    const attached = membersOf(NODE_MEMBERS, node, kind);
    const visible = await this.ports.api.scopes.of(kind, viewer);
    const scopes = visible ? [attached, visible] : [attached];
    return this.ports.api.page({ kind, path: `${nodeUrl(node)}${path}/`, search, scopes }, viewer);
  }

  /** @returns the label when one was made */
  async relate({ node, path }: NodeList, body: JsonObject, caller: Caller): Promise<JsonObject | undefined> {
    const kind = SAVED_LISTS[path];
    const { created, position } = await this.members.post(node, kind, body, writeContext(caller));
    await this.ports.caughtUp(position);
    return created === undefined ? undefined : this.ports.api.read({ kind, id: created }, caller);
  }

  /** What OPTIONS says of all nodes, or of those of one workflow. */
  describeList(workflow: number | undefined, { viewer }: Caller): Promise<JsonObject> {
    return this.descriptions.nodes('POST', workflow, viewer);
  }

  /** What OPTIONS says of a node (PUT) or of its children (POST). */
  async describeNode(id: number, method: 'POST' | 'PUT', { viewer }: Caller): Promise<JsonObject> {
    return this.descriptions.nodes(method, Number((await this.row(id))['workflow_job_template']), viewer);
  }

  async describeMembers({ node, path }: NodeList, { viewer }: Caller): Promise<JsonObject> {
    const workflow = Number((await this.row(node))['workflow_job_template']);
    return this.descriptions.members(SAVED_LISTS[path], workflow, viewer);
  }

  private async page(path: string, search: string, viewer: Viewer, among?: Scope): Promise<JsonObject> {
    const visible = await this.visible(viewer);
    const scopes = [among, visible].filter((scope) => scope !== undefined);
    const page = await this.ports.lists.page({ model: workflowNodeModel, search, path, scopes });
    return listAnswer(page, await this.views.show(page.rows));
  }

  /** Whoever reads the workflow reads its nodes; undefined: all. */
  private async visible(viewer: Viewer): Promise<Scope | undefined> {
    const scope = await this.ports.api.scopes.of('workflow_job_template', viewer);
    return (
      scope &&
      ((alias) =>
        sql`${sql.ref(`${alias}.workflow_job_template`)} IN (SELECT parent.id FROM workflow_job_template parent WHERE ${scope('parent')})`)
    );
  }

  /** @throws DomainError missing | forbidden */
  private async readable(id: number, viewer: Viewer): Promise<Row> {
    const row = await this.row(id);
    await this.ports.api.readable({ kind: 'workflow_job_template', id: Number(row['workflow_job_template']) }, viewer);
    return row;
  }

  private async row(id: number): Promise<Row> {
    const [row] = await this.ports.store.all(`SELECT * FROM ${NODE_TABLE} WHERE id = ?`, [id]);
    if (!row) throw missing();
    return row;
  }

  private async written({ id, position }: WrittenNode): Promise<JsonObject> {
    await this.ports.caughtUp(position);
    return this.shown(await this.row(id));
  }

  private async shown(row: Row): Promise<JsonObject> {
    const [shown] = await this.views.show([row]);
    if (!shown) throw new Error('a node has a row and no view');
    return shown;
  }
}
