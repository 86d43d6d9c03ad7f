import {
  LaunchForms,
  LaunchPreviews,
  type LaunchingPorts,
  LaunchService,
  ProjectUpdates,
  RelaunchService,
  SpawnPreparation,
  SurveyService,
} from '@application/launching';
import { LaunchTargets } from '@application/launch-targets';
import type { StoredEvent } from '@application/ports';
import type { ResourceType } from '@application/resources';
import { Graphs, workflowNodesProjection } from '@application/workflow-templates';
import type { JsonObject } from '@domain/kernel';
import { jobStream } from '@domain/job';
import type { JobKind, LaunchedData } from '@domain/launch';
import { workflowRunStream } from '@domain/workflow-run';
import {
  type Edge,
  type NodeTemplate,
  workflowGraphCatalog,
  type WorkflowGraphCommand,
} from '@domain/workflow-template';
import { Installation } from '@testing/installation';

/** A node by its identifier; what a test does not care about is empty. */
export interface NodeDraft {
  readonly identifier: string;
  readonly template: { readonly id: number; readonly kind: NodeTemplate['kind'] } | null;
  readonly prompts?: JsonObject;
}

const NOTHING = { decisions: [], kept: [], droppedForDefault: [] };

/** An installation with all that launches need: an organization, an inventory of two hosts, a manual project. */
export class LaunchWorld {
  readonly targets: LaunchTargets;
  readonly ports: LaunchingPorts;
  readonly launches: LaunchService;
  readonly forms: LaunchForms;
  readonly surveys: SurveyService;
  readonly relaunches: RelaunchService;
  readonly previews: LaunchPreviews;
  readonly updates: ProjectUpdates;
  readonly spawning: SpawnPreparation;
  organization = 0;
  inventory = 0;
  project = 0;
  private made = 0;

  private constructor(readonly installation: Installation) {
    const { runner: aggregates, ids, sealer, store, resources, ports } = installation;
    this.targets = new LaunchTargets(aggregates, store);
    this.ports = {
      ...{ aggregates, ids, sealer, store, resources, targets: this.targets, caughtUp: ports.caughtUp, maxForks: 200 },
      jobView: (kind, id) => Promise.resolve({ id, type: kind, status: 'pending' }),
    };
    this.launches = new LaunchService(this.ports);
    this.forms = new LaunchForms(this.ports);
    this.surveys = new SurveyService(this.ports);
    this.relaunches = new RelaunchService(this.ports);
    this.previews = new LaunchPreviews(this.ports);
    this.updates = new ProjectUpdates(this.ports);
    this.spawning = new SpawnPreparation(this.ports);
  }

  static async open(): Promise<LaunchWorld> {
    const installation = await Installation.open({
      projections: [workflowNodesProjection],
      shared: { workflow_job_template: workflowGraphCatalog },
    });
    const world = new LaunchWorld(installation);
    world.organization = await world.make('organization', { name: 'Ops' });
    world.inventory = await world.make('inventory', { name: 'Stores', organization: world.organization });
    for (const name of ['one', 'two']) await world.make('host', { name, inventory: world.inventory });
    world.project = await world.make('project', { name: 'site', organization: world.organization, local_path: 'site' });
    return world;
  }

  close(): Promise<void> {
    return this.installation.close();
  }

  async make(type: ResourceType, body: JsonObject): Promise<number> {
    return (await this.installation.make(type, body)).id;
  }

  /** A job template with inventory and project, under a name of its own. */
  template(more: JsonObject = {}): Promise<number> {
    this.made += 1;
    const { inventory, project } = this;
    return this.make('job_template', {
      name: `template ${this.made}`,
      inventory,
      project,
      playbook: 'site.yml',
      ...more,
    });
  }

  /** A workflow template with these nodes, connected as `from kind to`. */
  async workflow(
    more: JsonObject = {},
    nodes: readonly NodeDraft[] = [],
    edges: readonly string[] = [],
  ): Promise<number> {
    this.made += 1;
    const body = { name: `workflow ${this.made}`, organization: this.organization, ...more };
    const id = await this.make('workflow_job_template', body);
    const ids = new Map<string, number>();
    for (const draft of nodes) ids.set(draft.identifier, await this.addNode(id, draft));
    for (const edge of edges) await this.link(id, edge, ids);
    return id;
  }

  async survey(kind: 'job_template' | 'workflow_job_template', id: number, spec: readonly JsonObject[]): Promise<void> {
    const questions = spec.map((item) => ({ question_name: 'Question', required: false, ...item }));
    const caller = this.installation.caller();
    await this.surveys.replace(kind, id, { name: 's', description: '', spec: questions }, caller);
    await this.installation.api.change({ kind, id }, { body: { survey_enabled: true }, whole: false }, caller);
  }

  launch(kind: 'job_template' | 'workflow_job_template', id: number, body: JsonObject = {}): Promise<JsonObject> {
    return this.launches.launch(kind, id, body, this.installation.caller());
  }

  /** The first event of a job. */
  async launched(kind: JobKind, id: number): Promise<LaunchedData> {
    const [first] = await this.events(kind === 'workflow_job' ? workflowRunStream(id) : jobStream(id));
    if (!first) throw new Error(`there is no ${kind} ${id}`);
    return first.data as LaunchedData;
  }

  async events(stream: string): Promise<readonly StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of this.installation.log.readStream(stream)) events.push(event);
    return events;
  }

  private async addNode(workflow: number, { identifier, template, prompts = {} }: NodeDraft): Promise<number> {
    const node = await this.installation.ids.next('workflow_job_template_node');
    const ref = template && { ref: `${template.kind}-${template.id}`, rev: 0, name: '', ...template };
    const saved = { identifier, template: ref, converge: false, prompts };
    await this.draw(workflow, { type: 'AddNode', node, saved, record: NOTHING, below: null });
    return node;
  }

  private async link(workflow: number, edge: string, ids: ReadonlyMap<string, number>): Promise<void> {
    const [parent = '', kind, child = ''] = edge.split(' ');
    const data = { parent: ids.get(parent) ?? 0, child: ids.get(child) ?? 0, kind: kind as Edge['kind'] };
    await this.draw(workflow, { type: 'LinkNodes', data });
  }

  private async draw(workflow: number, command: WorkflowGraphCommand): Promise<void> {
    this.made += 1;
    const actor = { kind: 'user', id: 1, name: 'admin' } as const;
    const context = { commandId: `draw ${this.made}`, correlation: 'c', causation: 'c', actor };
    await new Graphs(this.installation.runner).handle(workflow, command, context);
  }
}
