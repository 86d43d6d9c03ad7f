export {
  type JobsPruned,
  MOST_PRUNED_AT_ONCE,
  type PruneJobs,
  retentionCatalog,
  type RetentionEvent,
} from './messages.js';
export { RETENTION_STREAM, type Retention, retention } from './retention.js';
