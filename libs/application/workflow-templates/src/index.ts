export { NODE_FIELDS } from './node-fields.js';
export { Graphs } from './graphs.js';
export { WorkflowNodeApi, type WorkflowNodeApiPorts, type NodeList } from './node-api.js';
export { workflowNodesProjection } from './node-projection.js';
export { EDGE_KINDS, workflowNodeModel } from './node-model.js';
export { forgottenResources } from './forgotten-resources.process.js';
export { isLabelOnNode } from './node-labels.js';
export { TemplateGraphCopies, type TemplateGraphCopyPorts } from './template-graph-copies.js';
