export { InstanceApi, type InstanceApiPorts } from './instance-api.js';
export type { InstanceFacts } from './instance-facts.js';
