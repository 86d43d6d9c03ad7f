export { NoopExecutor, type NoopExecutorOptions } from './noop-executor.js';
