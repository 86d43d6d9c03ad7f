import { eventHistory, type HistoryServices } from './event-history.js';
import { provenance, type ProvenanceServices } from './provenance.js';
import type { Endpoint } from '../routing/endpoint.js';

export type AuditServices = HistoryServices & ProvenanceServices;

/** What the log tells of itself: the history, and why a job ran with what it ran with. Additions to AWX's API, read-only. */
export const auditEndpoints = (services: AuditServices): readonly Endpoint[] => [
  eventHistory(services),
  provenance('job', services),
  provenance('workflow_job', services),
  provenance('project_update', services),
  provenance('system_job', services),
];
