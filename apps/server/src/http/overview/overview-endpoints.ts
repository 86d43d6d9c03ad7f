import type { InstanceApi } from '@application/instances';
import type { Endpoint } from '../routing/endpoint.js';
import { dashboardEndpoints, type DashboardServices } from './dashboard.js';
import { instanceEndpoints } from './instances.js';
import { settingsEndpoints } from './settings.js';

export interface OverviewServices extends DashboardServices {
  readonly instances: InstanceApi;
}

/** What the installation is, how it is set, and how much there is in it. */
export const overviewEndpoints = (services: OverviewServices): readonly Endpoint[] => [
  ...settingsEndpoints(),
  ...dashboardEndpoints(services),
  ...instanceEndpoints(services.instances),
];
