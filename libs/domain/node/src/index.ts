export { clusterNode, type ClusterNode, nodeStream } from './node.js';
export { type JoinedNode, nodeCatalog, type NodeCommand, type NodeEvent, type NodeRole } from './messages.js';
