import { type Playbooks, type ResourceApi } from '@application/resources';
import { type Endpoint, endpoint } from '../routing/endpoint.js';
import { callerOf } from './resource-endpoints.js';

export interface ProjectServices {
  readonly resources: ResourceApi;
  readonly playbooks: Playbooks;
  /** Files of a project that look like inventories. */
  readonly inventoryFiles: Playbooks;
}

/** Files of a project, as plain lists. */
export const projectEndpoints = (services: ProjectServices): readonly Endpoint[] => [
  filesEndpoint(services, ['playbooks', 'Project Playbooks'], services.playbooks),
  filesEndpoint(services, ['inventories', 'Project Inventories'], services.inventoryFiles),
];

const filesEndpoint = (
  { resources }: ProjectServices,
  [path, name]: readonly [string, string],
  files: Playbooks,
): Endpoint =>
  endpoint({
    path: `/api/v2/projects/:id/${path}/`,
    name,
    rules: { GET: 'project.read' },
    methods: {
      GET: async (request) => {
        const project = await resources.fields({ kind: 'project', id: request.number('id') }, callerOf(request));
        return { json: (await files.list(project)) ?? [] };
      },
    },
  });
