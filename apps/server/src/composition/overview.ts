import { Dashboard, JobsGraph } from '@application/dashboard';
import { groupFigures, InstanceApi } from '@application/instances';
import { JobScopes } from '@application/job-views';
import { DISPATCHER_STREAM, dispatcher, dispatcherCatalog, heldSlots } from '@domain/dispatcher';
import type { Installation } from '../http/endpoints/installation.js';
import type { OverviewServices } from '../http/overview/overview-endpoints.js';
import type { Services } from './services.js';
import type { Stores } from './stores.js';

/** What tells of the installation as a whole. */
export const overviewOf = (
  { read, clock, aggregates }: Stores,
  { api, lists, jobs }: Services,
  installation: Installation,
): OverviewServices => {
  const scopes = new JobScopes(read);
  const figures = {
    nodes: () => installation.nodes(),
    store: read,
    slots: async () => {
      const { state } = await aggregates.load(DISPATCHER_STREAM, dispatcher, dispatcherCatalog, 'SlotsCarriedOver');
      return heldSlots(state);
    },
  };
  api.views.extend('instance_group', groupFigures(figures));
  return {
    dashboard: new Dashboard({ lists, resources: api.scopes }),
    graph: new JobsGraph({ store: read, clock, jobs: scopes }),
    instances: new InstanceApi({ ...figures, created: installation.since, lists, resources: api, jobs: jobs.lists }),
  };
};
