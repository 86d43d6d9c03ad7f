export { groupFigures } from './group-figures.js';
export { InstanceApi, type InstanceApiPorts } from './instance-api.js';
export { type InstanceStatus, instancesOf, membersOf } from './instance-status.js';
