import {
  kindOf,
  RESOURCES,
  type ResourceApi,
  type ResourceDeclaration,
  type ResourceType,
} from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { ok } from '../answers/answer.js';
import { type Endpoint, endpoint } from '../routing/endpoint.js';
import { callerOf, titleCase } from './resource-endpoints.js';

export interface AbsentServices {
  readonly resources: ResourceApi;
}

/** Things of AWX that do not exist in this service: objects link to their lists, and clients walk through every link. */
const ABSENT: ReadonlySet<string> = new Set([
  ...['activity_stream', 'ad_hoc_commands', 'ad_hoc_command_events', 'input_sources'],
  ...['inventory_sources', 'scm_inventory_sources', 'update_inventory_sources', 'smart_inventories'],
  ...['', '_started', '_success', '_error', '_approvals'].map((event) => `notification_templates${event}`),
]);

/** Lists of these at the root; the version's index names them. */
const ROOTS = [
  ...['activity_stream', 'ad_hoc_commands', 'credential_input_sources', 'inventory_sources', 'inventory_updates'],
  ...['notification_templates', 'notifications', 'receptor_addresses'],
];

const NOTHING: JsonObject = { count: 0, next: null, previous: null, results: [] };

/** Empty lists where AWX has something that is not here: there is none, and none can be made. */
export const absentEndpoints = (services: AbsentServices): readonly Endpoint[] => [
  ansibleFacts(services),
  ...(['job_template', 'workflow_job_template'] as const).map((kind) => webhookKey(services, kind)),
  ...ROOTS.map(rootEndpoint),
  ...RESOURCES.flatMap((kind) =>
    Object.values(kind.related)
      .filter((path) => ABSENT.has(path))
      .map((path) => sublistEndpoint(services, kind, path)),
  ),
];

const rootEndpoint = (path: string): Endpoint =>
  endpoint({
    path: `/api/v2/${path}/`,
    name: `${titleCase(path)} List`,
    rules: { GET: 'signed_in' },
    methods: { GET: () => ok(NOTHING) },
  });

const sublistEndpoint = ({ resources }: AbsentServices, kind: ResourceDeclaration, path: string): Endpoint =>
  endpoint({
    path: `/api/v2/${kind.path}/:id/${path}/`,
    name: `${kind.title} ${titleCase(path)} List`,
    rules: { GET: `${kind.type}.read` },
    methods: {
      GET: async (request) => {
        await resources.fields({ kind: kind.type, id: request.number('id') }, callerOf(request));
        return ok(NOTHING);
      },
    },
  });

/** No facts are kept, so those of a host are none. */
const ansibleFacts = ({ resources }: AbsentServices): Endpoint =>
  endpoint({
    path: '/api/v2/hosts/:id/ansible_facts/',
    name: 'Host Ansible Facts',
    rules: { GET: 'host.read' },
    methods: {
      GET: async (request) => {
        await resources.fields({ kind: 'host', id: request.number('id') }, callerOf(request));
        return ok({});
      },
    },
  });

/** Nothing is started by webhooks, so no template has a key for them; those who may change it are told. */
const webhookKey = ({ resources }: AbsentServices, kind: ResourceType): Endpoint =>
  endpoint({
    path: `/api/v2/${kindOf(kind).path}/:id/webhook_key/`,
    name: 'Webhook Key',
    rules: { GET: `${kind}.change` },
    methods: {
      GET: async (request) => {
        await resources.changeable({ kind, id: request.number('id') }, callerOf(request));
        return ok({ webhook_key: '' });
      },
    },
  });
