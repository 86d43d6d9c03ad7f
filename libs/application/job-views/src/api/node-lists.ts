import type { Row } from '@application/ports';
import { listAnswer, type Scope } from '@application/queries';
import type { ResourceType } from '@application/resources';
import type { Viewer } from '@domain/access';
import { type JsonObject, missing } from '@domain/kernel';
import type { EdgeKind } from '@domain/workflow-run';
import { sql } from 'kysely';
import { NODE_MODEL } from '../models/job-models.js';
import { jobUrl } from '../views/job-kinds.js';
import { NodeViews } from '../views/node-views.js';
import type { JobFinder } from './job-finder.js';
import type { JobApiPorts } from './ports.js';

const NODES = '/api/v2/workflow_job_nodes/';
const NODE = 'SELECT * FROM workflow_job_node WHERE id = ?';

/** Sublists of what a node hands to its job, by the kind they show. */
const LINKED = {
  credentials: 'credential',
  labels: 'label',
  instance_groups: 'instance_group',
} as const satisfies Readonly<Record<string, ResourceType>>;

/** A sublist of what a node hands to its job. */
export type NodeList = keyof typeof LINKED;

/** Nodes of workflow jobs, read-only for everyone (spec workflows.md §2.3). */
export class NodeLists {
  private readonly views: NodeViews;

  constructor(
    private readonly ports: JobApiPorts,
    private readonly finder: JobFinder,
  ) {
    this.views = new NodeViews(ports);
  }

  async all(search: string, viewer: Viewer): Promise<JsonObject> {
    const readable = await this.finder.scopes.partsOf('workflow_job', viewer);
    return this.page(NODES, search, readable ? [readable] : []);
  }

  async ofWorkflow(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    await this.finder.readable('workflow_job', id, viewer);
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.workflow_job`)} = ${id}`;
    return this.page(`${jobUrl('workflow_job', id)}workflow_nodes/`, search, [own]);
  }

  async read(id: number, viewer: Viewer): Promise<JsonObject> {
    const [shown = {}] = await this.views.show([await this.readable(id, viewer)]);
    return shown;
  }

  /** Nodes that its edges of a kind lead to. */
  async children(
    id: number,
    { kind, search }: { readonly kind: EdgeKind; readonly search: string },
    viewer: Viewer,
  ): Promise<JsonObject> {
    await this.readable(id, viewer);
    const own: Scope = (alias) =>
      sql`${sql.ref(`${alias}.id`)} IN (SELECT child FROM workflow_job_node_edge WHERE parent = ${id} AND kind = ${kind})`;
    return this.page(`${NODES}${id}/${kind}_nodes/`, search, [own]);
  }

  async linked(
    id: number,
    { list, search }: { readonly list: NodeList; readonly search: string },
    viewer: Viewer,
  ): Promise<JsonObject> {
    await this.readable(id, viewer);
    const own: Scope = (alias) =>
      sql`${sql.ref(`${alias}.id`)} IN (SELECT target FROM workflow_job_node_link WHERE node = ${id} AND relation = ${list})`;
    const path = `${NODES}${id}/${list}/`;
    return this.ports.resources.page({ kind: LINKED[list], path, search, scopes: [own] }, viewer);
  }

  private async readable(id: number, viewer: Viewer): Promise<Row> {
    const [row] = await this.ports.store.all(NODE, [id]);
    if (!row) throw missing();
    await this.finder.readable('workflow_job', Number(row['workflow_job']), viewer);
    return row;
  }

  private async page(path: string, search: string, scopes: readonly Scope[]): Promise<JsonObject> {
    const page = await this.ports.lists.page({ model: NODE_MODEL, path, search, scopes });
    return listAnswer(page, await this.views.show(page.rows));
  }
}
