export {
  Heartbeat,
  type HeartbeatOptions,
  type HeartbeatTimer,
  type NodesListener,
  type NodesView,
} from './heartbeat.js';
export { capacityOf, isPresent, presentRunners } from './liveness.js';
export { adoptLostJobs, failLostJobs, type LostRunnersPorts } from './lost-runners.js';
export { loneNode } from './lone-node.js';
export { NodeNameTaken } from './name-claim.js';
export { NodeRegistry, type NodeSelf } from './node-registry.js';
export { systemTimer } from './system-timer.js';
