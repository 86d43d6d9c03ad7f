import { AnsibleExecutor } from '@adapters/ansible';
import { NoopExecutor } from '@adapters/noop';
import type { Executor } from '@application/ports';
import type { Settings } from '../configuration/settings.js';

/** What carries jobs out here, and how to let go of it. */
export interface ChosenExecutor {
  readonly executor: Executor;
  readonly close: () => void;
}

export const chooseExecutor = ({ executor, data, noop, passThrough }: Settings): ChosenExecutor => {
  if (executor === 'ansible') {
    const ansible = new AnsibleExecutor({ dataDirectory: data, environment: passThrough });
    return { executor: ansible, close: () => undefined };
  }
  const { artifactBytes, log } = noop;
  const nothing = new NoopExecutor({ artifactBytes, ...(log === null ? {} : { logFile: log }) });
  return { executor: nothing, close: () => nothing.close() };
};
