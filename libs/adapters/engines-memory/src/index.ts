export { MemoryEngines, type MemoryProcess } from './memory-engines.js';
