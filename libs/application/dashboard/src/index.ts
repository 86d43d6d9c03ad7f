export { Dashboard, type DashboardPorts } from './dashboard.js';
export { JobsGraph, type JobsGraphPorts } from './jobs-graph.js';
