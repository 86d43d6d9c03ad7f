import { Dashboard, JobsGraph } from '@application/dashboard';
import { InstanceApi, type InstanceFacts } from '@application/instances';
import { JobScopes } from '@application/job-views';
import { DISPATCHER_STREAM, dispatcher, dispatcherCatalog, heldSlots } from '@domain/dispatcher';
import { thisMachine } from '../configuration/machine.js';
import type { Installation } from '../http/endpoints/installation.js';
import type { OverviewServices } from '../http/overview/overview-endpoints.js';
import { API_VERSION, NODE_NAME } from '../product.js';
import type { Services } from './services.js';
import type { Stores } from './stores.js';

const factsOf = ({ uuid, capacity, since }: Installation): InstanceFacts => {
  const { cores, memoryMiB } = thisMachine();
  const machine = { cpu: cores, memory: memoryMiB * 2 ** 20 };
  return { hostname: NODE_NAME, uuid, version: API_VERSION, capacity, created: since, ...machine };
};

/** What tells of the installation as a whole. */
export const overviewOf = (
  { read, clock, aggregates }: Stores,
  { api, lists, jobs }: Services,
  installation: Installation,
): OverviewServices => {
  const facts = factsOf(installation);
  const scopes = new JobScopes(read);
  return {
    dashboard: new Dashboard({ lists, resources: api.scopes }),
    graph: new JobsGraph({ store: read, clock, jobs: scopes }),
    instances: new InstanceApi({
      ...{ facts, store: read, clock, lists, resources: api, jobs: jobs.lists },
      consumed: async () => {
        const { state } = await aggregates.load(DISPATCHER_STREAM, dispatcher, dispatcherCatalog, 'SlotsCarriedOver');
        return heldSlots(state).reduce((sum, { impact }) => sum + impact, 0);
      },
    }),
  };
};
