import { type Playbooks, type ResourceApi } from '@application/resources';
import { type Endpoint, endpoint } from '../routing/endpoint.js';
import { callerOf } from './resource-endpoints.js';

export interface ProjectServices {
  readonly resources: ResourceApi;
  readonly playbooks: Playbooks;
}

/** Files of a project, as plain lists. */
export const projectEndpoints = ({ resources, playbooks }: ProjectServices): readonly Endpoint[] => [
  endpoint({
    path: '/api/v2/projects/:id/playbooks/',
    name: 'Project Playbooks',
    rules: { GET: 'project.read' },
    methods: {
      GET: async (request) => {
        const project = await resources.fields({ kind: 'project', id: request.number('id') }, callerOf(request));
        return { json: (await playbooks.list(project)) ?? [] };
      },
    },
  }),
];
