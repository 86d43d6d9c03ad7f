import { RESOURCES } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import type { Endpoint, Method } from '../../apps/server/src/http/routing/endpoint.js';
import type { Place } from './world.js';

/** A method of an endpoint. */
export interface Operation {
  readonly target: Endpoint;
  readonly method: Method;
}

/** What is sent for an operation: so that rights, and nothing else, decide between 403 and any other answer. */
export interface Prepared {
  readonly path: string;
  readonly body?: JsonObject;
}

const SEGMENTS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(RESOURCES.map(({ path, type }) => [path, type])),
  ...{ jobs: 'job', workflow_jobs: 'workflow_job', project_updates: 'project_update', job_events: 'job_event' },
  ...{ workflow_job_template_nodes: 'workflow_job_template_node', roles: 'role', tokens: 'token' },
  ...{ system_jobs: 'system_job', workflow_job_nodes: 'workflow_job_node', job_host_summaries: 'job_host_summary' },
  ...{ instances: 'instance', schedules: 'schedule' },
};

/** Of what the `:id` in a path is one; undefined: of nothing that this world knows how to make. */
export const kindAt = (path: string): string | undefined => SEGMENTS[/^\/api\/v2\/([^/]+)\//.exec(path)?.[1] ?? ''];

/** What uses its object up, so that each of those who may do it needs another one. */
export const isSpending = ({ method, target }: Operation): boolean =>
  (method === 'DELETE' && target.path.endsWith('/:id/')) || target.path.endsWith('/cancel/');

/** The request for one object. */
export const prepared = ({ target, method }: Operation, id: number, own: Place): Prepared => {
  const path = target.path.replace(':id', String(id)).replace(':category', 'all');
  if (method === 'GET' || method === 'DELETE') return { path };
  if (method !== 'POST') return { path, body: {} };
  return { path, body: posted(target.path, own) };
};

const posted = (path: string, own: Place): JsonObject => {
  const [, kind = '', below] = /^\/api\/v2\/([^/]+)\/(?::id\/(.*))?$/.exec(path) ?? [];
  return below === undefined ? created(kind, own) : (BELOW[`${kind}/${below}`]?.(own) ?? attached(kind, below, own));
};

/** Places are named, and what makes a new object is left out: whoever may create is told that it is missing. */
const created = (kind: string, place: Place): JsonObject => {
  const { organization = 0, inventory = 0, project = 0, workflow_job_template = 0, job_template = 0 } = place;
  if (kind === 'schedules') return { unified_job_template: job_template };
  if (kind === 'schedule_job') return { job: place['job'] ?? 0 };
  const node: JsonObject = kind === 'workflow_job_template_nodes' ? { unified_job_template: job_template } : {};
  return { organization, inventory, project, workflow_job_template, ...node };
};

/** Where a POST is no attachment. */
const BELOW: Readonly<Record<string, (own: Place) => JsonObject>> = {
  'workflow_job_templates/workflow_nodes/': ({ job_template = 0 }) => ({
    unified_job_template: job_template,
  }),
  ...Object.fromEntries(
    ['success', 'failure', 'always'].map((edge) => [
      `workflow_job_template_nodes/${edge}_nodes/`,
      ({ next_node = 0 }: Place) => ({ id: next_node }),
    ]),
  ),
  'users/roles/': ({ role = 0 }) => ({ id: role }),
  'teams/roles/': ({ role = 0 }) => ({ id: role }),
  'roles/users/': ({ guest = 0 }) => ({ id: guest }),
  'roles/teams/': ({ team = 0 }) => ({ id: team }),
  'organizations/users/': ({ guest = 0 }) => ({ id: guest }),
  'organizations/admins/': ({ guest = 0 }) => ({ id: guest }),
  'teams/users/': ({ guest = 0 }) => ({ id: guest }),
};

const CHILDREN: Readonly<Record<string, string>> = {
  ...{
    credentials: 'credential',
    galaxy_credentials: 'credential',
    labels: 'label',
    instance_groups: 'instance_group',
  },
  ...{ hosts: 'host', groups: 'group', children: 'group' },
};

/** An existing child where one is linked; where it can only be made, nothing, which whoever may make one is told. */
const attached = (kind: string, below: string, own: Place): JsonObject => {
  const name = below.replace('/', '');
  const relation = RESOURCES.find(({ path }) => path === kind)?.relations.find(({ path }) => path === name);
  const child = CHILDREN[name];
  const isLinked = relation === undefined || relation.kind === 'links';
  return isLinked && child !== undefined ? { id: own[child] ?? 0 } : created(kind, own);
};
