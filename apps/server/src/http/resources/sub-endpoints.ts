import { ok } from '../answers/answer.js';
import { type Endpoint, endpoint } from '../routing/endpoint.js';
import { absentEndpoints } from './absent-endpoints.js';
import { type CopyServices, copyEndpoints } from './copy-endpoints.js';
import { type InventoryServices, inventoryEndpoints } from './inventory-endpoints.js';
import { type ProjectServices, projectEndpoints } from './project-endpoints.js';
import { callerOf } from './resource-endpoints.js';
import { type RoleServices, roleEndpoints } from './role-endpoints.js';

export type ResourceSubServices = RoleServices & InventoryServices & ProjectServices & CopyServices;

/** Everything that resources answer beside their lists, details and declared sublists. */
export const resourceSubEndpoints = (services: ResourceSubServices): readonly Endpoint[] => [
  templatesEndpoint(services),
  ...inventoryEndpoints(services),
  ...projectEndpoints(services),
  ...copyEndpoints(services),
  ...absentEndpoints(services),
  ...roleEndpoints(services),
];

/** All that can be run, in one list. */
const templatesEndpoint = ({ resources }: ResourceSubServices): Endpoint =>
  endpoint({
    path: '/api/v2/unified_job_templates/',
    name: 'Unified Job Template List',
    rules: { GET: 'job_template.list' },
    methods: { GET: async (request) => ok(await resources.templates(request.search, callerOf(request))) },
  });
