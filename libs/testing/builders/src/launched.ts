import type { Ref } from '@domain/kernel';
import type { JobKind, LaunchedData, Trigger } from '@domain/launch';

export const ref = (prefix: string, id: number, name = `${prefix} ${id}`): Ref => ({
  ref: `${prefix}-${id}`,
  rev: 1,
  id,
  name,
});

/** The head of a job that a user launched; what a test does not care about is empty. */
export const launchedData = (kind: JobKind, id: number, more: Partial<LaunchedData> = {}): LaunchedData => ({
  kind,
  id,
  name: `${kind} ${id}`,
  description: '',
  template: ref('jt', 8),
  organization: null,
  launchType: 'manual',
  trigger: { by: 'user' },
  launchedBy: null,
  createdBy: null,
  requested: {},
  composition: null,
  fixed: {},
  ancestors: [],
  ...more,
});

export const spawnedBy = (workflowJob: number, node: number): Trigger => ({
  by: 'workflow',
  workflowJob,
  node,
  identifier: `node-${node}`,
});
