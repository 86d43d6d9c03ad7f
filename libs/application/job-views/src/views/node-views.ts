import type { Clock, ReadStore, Row } from '@application/ports';
import { kindOf, type ResourceType, Summaries, urlOf } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import type { JobKind } from '@domain/launch';
import { NODE_FIELDS } from '../fields/node-fields.js';
import { jobUrl } from './job-kinds.js';
import { groupedRows, IN_IDS } from './rows-by-ids.js';
import { idOf, shownFields, textOf } from './values.js';
import { jobSummary } from './workflow-origin.js';

const CHILDREN = `SELECT parent, child, kind FROM workflow_job_node_edge WHERE parent IN ${IN_IDS} ORDER BY child`;
const JOBS = `SELECT id, type, name, description, status, failed, started, finished, canceled_on FROM unified_job WHERE id IN ${IN_IDS}`;

/** Sublists of a node, in AWX's order. */
const BELOW = ['labels', 'credentials', 'instance_groups', 'success_nodes', 'failure_nodes', 'always_nodes'];

type Grouped = ReadonlyMap<number, readonly Row[]>;
type Summarised = ReadonlyMap<number, JsonObject>;

interface Around {
  readonly now: string;
  readonly children: Grouped;
  readonly jobs: Grouped;
  readonly templates: Summarised;
  readonly inventories: Summarised;
  readonly environments: Summarised;
}

/** Nodes of workflow jobs as the API shows them (spec workflows.md §2.3). */
export class NodeViews {
  constructor(private readonly ports: { readonly store: ReadStore; readonly clock: Clock }) {}

  async show(rows: readonly Row[]): Promise<readonly JsonObject[]> {
    if (rows.length === 0) return [];
    const around = await this.around(rows);
    return rows.map((row) => nodeView(row, around));
  }

  private async around(rows: readonly Row[]): Promise<Around> {
    const { store, clock } = this.ports;
    const summaries = new Summaries(store);
    const ids = (column: string) => rows.map((row) => idOf(row[column]));
    const [children, jobs, templates, inventories, environments] = await Promise.all([
      groupedRows(store, CHILDREN, ids('id'), 'parent'),
      groupedRows(store, JOBS, [...ids('job'), ...ids('workflow_job')]),
      summaries.of('unified_job_template', ids('unified_job_template')),
      summaries.of('inventory', ids('inventory')),
      summaries.of('execution_environment', ids('execution_environment')),
    ]);
    return { now: clock.now(), children, jobs, templates, inventories, environments };
  }
}

const nodeView = (row: Row, around: Around): JsonObject => {
  const node = { row, around, links: linksOf(row, around), job: rowAt(around.jobs, row['job']) };
  const id = Number(row['id']);
  return {
    id,
    type: 'workflow_job_node',
    url: nodeUrl(id),
    related: relatedOf(node),
    summary_fields: summaryOf(node),
    created: textOf(row['created']),
    modified: textOf(row['modified']),
    ...shownFields(NODE_FIELDS, row, 'list', {
      ...Object.fromEntries(node.links.map(({ name, target }) => [name, target?.id ?? null])),
      job: idOf(node.job?.['id']),
      ...edgesOf(around.children.get(id) ?? []),
    }),
  };
};

/** `/api/v2/workflow_job_nodes/55/` */
const nodeUrl = (id: number): string => `/api/v2/workflow_job_nodes/${id}/`;

const rowAt = (rows: Grouped, id: Row[string] | undefined): Row | undefined => rows.get(Number(id ?? 0))?.[0];

interface Link {
  readonly name: string;
  readonly target: { readonly id: number; readonly type: ResourceType; readonly summary: JsonObject } | undefined;
}

interface Node {
  readonly row: Row;
  readonly around: Around;
  readonly links: readonly Link[];
  readonly job: Row | undefined;
}

/** What the node refers to, as far as it still exists. */
const linksOf = (row: Row, { templates, inventories, environments }: Around): readonly Link[] => {
  const link = (name: string, type: ResourceType, found: Summarised): Link => {
    const id = idOf(row[name]);
    const summary = id === null ? undefined : found.get(id);
    return { name, target: id === null || !summary ? undefined : { id, type, summary } };
  };
  return [
    link('unified_job_template', row['template_type'] as ResourceType, templates),
    link('inventory', 'inventory', inventories),
    link('execution_environment', 'execution_environment', environments),
  ];
};

const relatedOf = ({ row, links, job }: Node): JsonObject => {
  const url = nodeUrl(Number(row['id']));
  return {
    ...Object.fromEntries(BELOW.map((path) => [path, `${url}${path}/`])),
    ...Object.fromEntries(
      links.flatMap(({ name, target }) => (target ? [[name, urlOf(kindOf(target.type), target.id)]] : [])),
    ),
    ...(job && { job: jobUrl(job['type'] as JobKind, Number(job['id'])) }),
    workflow_job: jobUrl('workflow_job', Number(row['workflow_job'])),
  };
};

const summaryOf = ({ row, around, links, job }: Node): JsonObject => {
  const workflow = rowAt(around.jobs, row['workflow_job']);
  return {
    ...(job && { job: { ...jobSummary(job, around.now), type: textOf(job['type']) } }),
    ...(workflow && {
      workflow_job: {
        id: Number(workflow['id']),
        name: textOf(workflow['name']),
        description: textOf(workflow['description']),
      },
    }),
    ...Object.fromEntries(links.flatMap(({ name, target }) => (target ? [[name, target.summary]] : []))),
  };
};

const edgesOf = (children: readonly Row[]): JsonObject => {
  const ids = (kind: string) => children.filter((row) => row['kind'] === kind).map((row) => Number(row['child']));
  return { success_nodes: ids('success'), failure_nodes: ids('failure'), always_nodes: ids('always') };
};
