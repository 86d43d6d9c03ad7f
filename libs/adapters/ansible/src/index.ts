export { AnsibleExecutor } from './ansible-executor.js';
export { type AnsibleExecutorOptions, passedThrough } from './prepared-run.js';
