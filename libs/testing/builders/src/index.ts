export { launchedData, ref, spawnedBy } from './launched.js';
export { edges, jobOf, node, spawnInput, spawnInputs } from './workflow-graph.js';
