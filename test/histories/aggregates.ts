import { upcast } from '@application/event-sourcing';
import type { StoredEvent } from '@application/ports';
import { dispatcher, dispatcherCatalog } from '@domain/dispatcher';
import { ids, idsCatalog } from '@domain/ids';
import { job, jobCatalog } from '@domain/job';
import { type Decider, type DomainEvent, type EventCatalog, IntegerMap } from '@domain/kernel';
import { nameCatalog, nameClaim, resourceCatalog, resourceDecider } from '@domain/resource';
import { workflowRun, workflowRunCatalog } from '@domain/workflow-run';
import { workflowGraph, workflowGraphCatalog } from '@domain/workflow-template';

/** Reads a stream as the program does, up to its state as JSON. */
export type Replay = (events: readonly StoredEvent[]) => unknown;

export const replaying =
  <State, Event extends DomainEvent>(
    { initial, evolve }: Pick<Decider<State, never, Event>, 'initial' | 'evolve'>,
    catalog: EventCatalog<Event>,
  ): Replay =>
  (events) =>
    asJson(events.reduce((state, event) => evolve(state, upcast(catalog, event)), initial));

/** Both aggregates on the stream of a workflow template read all events of it. */
export const WORKFLOW_TEMPLATE_CATALOG = { ...resourceCatalog('WorkflowTemplate', true), ...workflowGraphCatalog };

/** Every aggregate there is. */
export const AGGREGATES: Readonly<Record<string, Replay>> = {
  dispatcher: replaying(dispatcher, dispatcherCatalog),
  ids: replaying(ids, idsCatalog),
  job: replaying(job, jobCatalog),
  name: replaying(nameClaim, nameCatalog),
  resource: replaying(resourceDecider('JobTemplate'), resourceCatalog('JobTemplate', true)),
  'workflow-run': replaying(workflowRun, workflowRunCatalog),
  'workflow-template': replaying(workflowGraph, WORKFLOW_TEMPLATE_CATALOG),
};

/** Maps as lists of their entries, in the order of their keys. */
const asJson = (state: unknown): unknown => JSON.parse(JSON.stringify(state, withEntries)) as unknown;

const withEntries = (_key: string, value: unknown): unknown =>
  value instanceof Map || value instanceof IntegerMap ? [...(value as Map<unknown, unknown>).entries()].sort() : value;
