import type { AggregateRunner, CommandContext, Handled } from '@application/event-sourcing';
import { catalogOf, kindOf } from '@application/resources';
import { missing } from '@domain/kernel';
import {
  type TemplateNode,
  workflowGraph,
  type WorkflowGraph,
  workflowGraphCatalog,
  type WorkflowGraphCommand,
  workflowTemplateStream,
} from '@domain/workflow-template';

/** Everything on a workflow template's stream: the resource's events and the graph's. */
const CATALOG = { ...catalogOf(kindOf('workflow_job_template')), ...workflowGraphCatalog };

/** The graphs of workflow templates, by the id of the template. */
export class Graphs {
  constructor(private readonly runner: AggregateRunner) {}

  handle(workflow: number, command: WorkflowGraphCommand, context: CommandContext): Promise<Handled<WorkflowGraph>> {
    const stream = workflowTemplateStream(workflow);
    return this.runner.handle({ stream, decider: workflowGraph, catalog: CATALOG, command, context });
  }

  async load(workflow: number): Promise<WorkflowGraph> {
    return (await this.runner.load(workflowTemplateStream(workflow), workflowGraph, CATALOG)).state;
  }

  /** @throws DomainError missing */
  async node(workflow: number, id: number): Promise<TemplateNode> {
    const node = (await this.load(workflow)).nodes.get(id);
    if (!node) throw missing();
    return node;
  }
}
