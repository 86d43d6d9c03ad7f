import type { JobApi } from '@application/job-views';
import type { Endpoint } from '../routing/endpoint.js';
import { eventEndpoints } from './event-endpoints.js';
import { hostSummaryEndpoints } from './host-summary-endpoints.js';
import { jobKindEndpoints } from './job-kind-endpoints.js';
import { nodeEndpoints } from './node-endpoints.js';
import { stdoutEndpoints } from './stdout-endpoints.js';
import { templateJobEndpoints } from './template-job-endpoints.js';

/** Jobs of all kinds, their nodes, events, statistics and output (spec jobs.md). */
export const jobEndpoints = (jobs: JobApi): readonly Endpoint[] => [
  ...jobKindEndpoints(jobs),
  ...templateJobEndpoints(jobs),
  ...nodeEndpoints(jobs),
  ...eventEndpoints(jobs),
  ...hostSummaryEndpoints(jobs),
  ...stdoutEndpoints(jobs),
];
