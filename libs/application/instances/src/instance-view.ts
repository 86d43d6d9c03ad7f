import type { JsonObject } from '@domain/kernel';
import type { Load } from './instance-load.js';
import type { InstanceStatus } from './instance-status.js';

export const INSTANCES = '/api/v2/instances/';

/** In per cent, as AWX rounds it. */
export const remaining = (capacity: number, consumed: number): number =>
  capacity === 0 ? 0 : Math.max(0, Math.round((10_000 * (capacity - consumed)) / capacity) / 100);

/** AWX's words for a node that is not heard of any more. */
const UNRESPONSIVE = 'Another cluster node has determined this instance to be unresponsive';

/** A node as the API shows it. It cannot be changed: it is a process, and tells of itself. */
export const showInstance = (
  instance: InstanceStatus,
  { consumed, running, total }: Load,
  created: string,
): JsonObject => {
  const { id, capacity } = instance;
  const url = `${INSTANCES}${id}/`;
  return {
    id,
    hostname: instance.hostname,
    type: 'instance',
    url,
    related: {
      jobs: `${url}jobs/`,
      instance_groups: `${url}instance_groups/`,
    },
    summary_fields: { user_capabilities: { edit: false }, links: [] },
    uuid: instance.uuid,
    created,
    modified: created,
    last_seen: instance.lastSeen,
    health_check_started: null,
    health_check_pending: false,
    last_health_check: null,
    errors: instance.nodeState === 'ready' ? '' : UNRESPONSIVE,
    capacity_adjustment: '1.00',
    version: instance.version,
    capacity,
    consumed_capacity: consumed,
    percent_capacity_remaining: remaining(capacity, consumed),
    jobs_running: running,
    jobs_total: total,
    cpu: String(instance.cpu),
    memory: instance.memory,
    cpu_capacity: capacity,
    mem_capacity: capacity,
    enabled: true,
    managed_by_policy: true,
    node_type: instance.nodeType,
    node_state: instance.nodeState,
    managed: true,
    ip_address: '',
    peers: [],
    listener_port: null,
    peers_from_control_nodes: false,
    protocol: '',
  };
};
