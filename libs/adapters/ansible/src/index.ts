export { AnsibleExecutor } from './ansible-executor.js';
export type { AnsibleExecutorOptions } from './prepared-run.js';
