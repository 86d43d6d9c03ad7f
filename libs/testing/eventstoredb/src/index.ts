export { EventStoreDouble } from './eventstore-double.js';
export type { AppendFault } from './faults.js';
export { DoubleProcess } from './process/double-process.js';
