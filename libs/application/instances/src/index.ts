export { InstanceApi, type InstanceApiPorts } from './instance-api.js';
export { type InstanceStatus, instancesOf, runsJobs } from './instance-status.js';
