import { LaunchTargets } from '@application/launch-targets';
import { ListReader } from '@application/queries';
import { type Caller, resourceModels, writeContext } from '@application/resources';
import {
  forgottenResources,
  Graphs,
  isLabelOnNode,
  WorkflowNodeApi,
  workflowNodeModel,
  workflowNodesProjection,
} from '@application/workflow-templates';
import type { Json, JsonObject, Value } from '@domain/kernel';
import { workflowGraphCatalog } from '@domain/workflow-template';
import { Installation } from '@testing/installation';

type Made = JsonObject & { readonly id: number };

/** A question of a survey. */
export interface Asked extends JsonObject {
  readonly variable: string;
  readonly type: string;
}

/** An installation in which workflows are drawn: an organization, a project, an inventory and an empty workflow. */
export class Workshop {
  readonly graphs: Graphs;
  readonly nodes: WorkflowNodeApi;
  readonly forgetting: ReturnType<typeof forgottenResources>;
  organization = 0;
  project = 0;
  inventory = 0;
  workflow = 0;

  private constructor(readonly cairn: Installation) {
    const { runner, resources, api, ids, sealer, store, ports } = cairn;
    this.graphs = new Graphs(runner);
    const models = [...resourceModels, workflowNodeModel];
    this.nodes = new WorkflowNodeApi({
      ...{ resources, api, ids, sealer, store, caughtUp: ports.caughtUp, requireAnswers: true },
      graphs: this.graphs,
      targets: new LaunchTargets(runner, store),
      lists: new ListReader(store, () => models),
    });
    this.forgetting = forgottenResources({ graphs: this.graphs, store, caughtUp: ports.caughtUp });
  }

  static async open(): Promise<Workshop> {
    const cairn = await Installation.open({
      projections: [workflowNodesProjection],
      models: [workflowNodeModel],
      shared: { workflow_job_template: workflowGraphCatalog },
      isLabelCarried: isLabelOnNode,
    });
    const shop = new Workshop(cairn);
    ({ id: shop.organization } = await cairn.make('organization', { name: 'Ops' }));
    const { organization } = shop;
    ({ id: shop.project } = await cairn.make('project', { name: 'web', organization, local_path: 'web' }));
    ({ id: shop.inventory } = await cairn.make('inventory', { name: 'prod', organization }));
    ({ id: shop.workflow } = await cairn.make('workflow_job_template', { name: 'Release', organization }));
    return shop;
  }

  close(): Promise<void> {
    return this.cairn.close();
  }

  /** Id of a job template on the project and inventory; it asks for nothing unless told. */
  async jobTemplate(name: string, more: JsonObject = {}): Promise<number> {
    const { project, inventory } = this;
    return (await this.cairn.make('job_template', { name, project, inventory, playbook: 'site.yml', ...more })).id;
  }

  /** Enables a survey. @param secrets sealed defaults by variable */
  async survey(jobTemplate: number, questions: readonly Asked[], secrets: Readonly<Record<string, Value>> = {}) {
    const spec = questions.map((question): Json => ({
      question_name: question.variable,
      required: false,
      default: '',
      ...question,
    }));
    const { aggregates } = this.cairn.resources;
    const data = { name: '', description: '', questions: spec, secrets };
    const context = writeContext(this.cairn.caller());
    const { position } = await aggregates.handle('job_template', jobTemplate, { type: 'ReplaceSurvey', data }, context);
    await this.cairn.caughtUp(position);
  }

  /** A node of the workflow, made by `admin` or another caller. */
  add(body: JsonObject, caller: Caller = this.cairn.caller()): Promise<Made> {
    return this.nodes.create(this.workflow, body, caller) as Promise<Made>;
  }

  patch(id: number, body: JsonObject, caller: Caller = this.cairn.caller()): Promise<JsonObject> {
    return this.nodes.change(id, body, 'patch', caller);
  }

  read(id: number, caller: Caller = this.cairn.caller()): Promise<JsonObject> {
    return this.nodes.read(id, caller);
  }

  /** Types and data of the events on the workflow's stream that tell of its graph. */
  async history(): Promise<readonly { readonly type: string; readonly data: object }[]> {
    const events: { type: string; data: object }[] = [];
    for await (const { type, data } of this.cairn.log.readStream(`wfjt-${this.workflow}`))
      if (Object.hasOwn(workflowGraphCatalog, type)) events.push({ type, data });
    return events;
  }

  /** Lets the process manager see all that was deleted. */
  async forget(): Promise<void> {
    const { events } = await this.cairn.log.readAll();
    for (const event of events) if (this.forgetting.reactsTo.includes(event.type)) await this.forgetting.handle(event);
    await this.cairn.caughtUp(await this.cairn.log.head());
  }
}
