export {
  MOST_PLACES,
  operationsCatalog,
  type OperationsEvent,
  type ParkedEventsReplayed,
  type ParkedPlace,
  type ReplayParkedEvents,
} from './messages.js';
export { operations, OPERATIONS_STREAM, type Operations } from './operations.js';
