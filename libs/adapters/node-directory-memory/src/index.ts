export { MemoryNodeDirectory } from './memory-node-directory.js';
