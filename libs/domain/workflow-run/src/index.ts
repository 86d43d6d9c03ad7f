import type { Decider } from '@domain/kernel';
import { decide } from './decide.js';
import type { WorkflowRunCommand, WorkflowRunEvent } from './messages.js';
import { evolve, initial, type WorkflowRun } from './state.js';

/** A workflow job with all its nodes (spec workflows.md §3). */
export const workflowRun: Decider<WorkflowRun, WorkflowRunCommand, WorkflowRunEvent> = { initial, decide, evolve };

/** 401 -> `wfjob-401` */
export const workflowRunStream = (id: number): string => `wfjob-${id}`;

export type * from './messages.js';
export { workflowRunCatalog } from './catalog.js';
export { runnableAfter } from './decide.js';
export {
  activeChildren,
  type EndedRun,
  type Inherited,
  isOpen,
  type NodeProgress,
  type OpenRun,
  type WorkflowRun,
} from './state.js';
export type { RunnableNode } from './walk.js';
