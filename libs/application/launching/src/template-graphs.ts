import type { AggregateRunner } from '@application/event-sourcing';
import { catalogOf, kindOf } from '@application/resources';
import {
  workflowGraph,
  type WorkflowGraph,
  workflowGraphCatalog,
  workflowTemplateStream,
} from '@domain/workflow-template';
import type { EventCatalog } from '@domain/kernel';

const CATALOG = {
  ...catalogOf(kindOf('workflow_job_template')),
  ...workflowGraphCatalog,
} as EventCatalog as typeof workflowGraphCatalog;

/** The nodes of a workflow template as they are now. */
export const loadGraph = async (
  aggregates: Pick<AggregateRunner, 'load'>,
  template: number,
): Promise<WorkflowGraph> => {
  const { state } = await aggregates.load(workflowTemplateStream(template), workflowGraph, CATALOG);
  return state;
};
