import type { Decider } from '@domain/kernel';
import { decide } from './decide.js';
import type { WorkflowGraphCommand, WorkflowGraphEvent } from './messages.js';
import { evolve, initial, type WorkflowGraph } from './state.js';

/** The graph of a workflow template (spec workflows.md §2.1): the second aggregate on the template's stream. */
export const workflowGraph: Decider<WorkflowGraph, WorkflowGraphCommand, WorkflowGraphEvent> = {
  initial,
  decide,
  evolve,
};

/** 20 -> `wfjt-20` */
export const workflowTemplateStream = (id: number): string => `wfjt-${id}`;

export type * from './messages.js';
export { workflowGraphCatalog } from './catalog.js';
export { linkRefusalError } from './links.js';
export { type Edge, type TemplateNode, type WorkflowGraph } from './state.js';
