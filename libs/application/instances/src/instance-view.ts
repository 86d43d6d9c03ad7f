import type { JsonObject } from '@domain/kernel';
import { type InstanceFacts, ONLY_INSTANCE } from './instance-facts.js';

/** How busy the node is. */
export interface Load {
  /** Forks in use. */
  readonly consumed: number;
  readonly running: number;
  readonly total: number;
}

const URL = `/api/v2/instances/${ONLY_INSTANCE}/`;

/** In per cent, as AWX rounds it. */
const remaining = (capacity: number, consumed: number): number =>
  capacity === 0 ? 0 : Math.max(0, Math.round((10_000 * (capacity - consumed)) / capacity) / 100);

/** The node as the API shows it. It cannot be changed: it is the server itself. */
export const showInstance = (facts: InstanceFacts, { consumed, running, total }: Load, now: string): JsonObject => ({
  id: ONLY_INSTANCE,
  hostname: facts.hostname,
  type: 'instance',
  url: URL,
  related: {
    jobs: `${URL}jobs/`,
    instance_groups: `${URL}instance_groups/`,
  },
  summary_fields: { user_capabilities: { edit: false }, links: [] },
  uuid: facts.uuid,
  created: facts.created,
  modified: facts.created,
  last_seen: now,
  health_check_started: null,
  health_check_pending: false,
  last_health_check: null,
  errors: '',
  capacity_adjustment: '1.00',
  version: facts.version,
  capacity: facts.capacity,
  consumed_capacity: consumed,
  percent_capacity_remaining: remaining(facts.capacity, consumed),
  jobs_running: running,
  jobs_total: total,
  cpu: String(facts.cpu),
  memory: facts.memory,
  cpu_capacity: facts.capacity,
  mem_capacity: facts.capacity,
  enabled: true,
  managed_by_policy: true,
  node_type: 'hybrid',
  node_state: 'ready',
  managed: true,
  ip_address: '',
  peers: [],
  listener_port: null,
  peers_from_control_nodes: false,
  protocol: '',
});
