import { createJob } from '@application/processes';
import { type Caller, writeContext } from '@application/resources';
import { Graphs } from '@application/workflow-templates';
import { invalid, isJsonObject, type Json, type JsonObject, missing } from '@domain/kernel';
import {
  compose,
  type Composition,
  type LaunchTarget,
  type Layer,
  plainVariables,
  PROMPTS,
  type Scalar,
  shownPrompts,
} from '@domain/launch';
import { AnswerSeals } from '../answers.js';
import { GraphCopies } from '../graph-copies.js';
import { launchedByUser } from '../launched-data.js';
import { LaunchPlans } from '../launch-plans.js';
import type { LaunchingPorts } from '../ports.js';
import { NULL_ERROR, readVariables } from './launch-body.js';

type Permission = 'read' | 'execute';

/** Maintenance that a superuser asks for (spec system-jobs.md §2). */
export class SystemJobLaunches {
  private readonly plans: LaunchPlans;

  constructor(private readonly ports: Omit<LaunchingPorts, 'maxForks'>) {
    const { aggregates, ids, targets, sealer } = ports;
    const graphs = new GraphCopies({ graphs: new Graphs(aggregates), ids, seals: new AnswerSeals(sealer) });
    this.plans = new LaunchPlans(targets, graphs);
  }

  /** A launch asks for nothing. @throws DomainError missing | forbidden */
  async form(id: number, caller: Caller): Promise<JsonObject> {
    await this.target(id, 'read', caller);
    return {};
  }

  /** 201 with the new job. @throws DomainError invalid | forbidden | missing */
  async launch(id: number, sent: JsonObject, caller: Caller): Promise<JsonObject> {
    const target = await this.target(id, 'execute', caller);
    const composition = compose({ target, mode: 'manual', layers: [layerOf(sent, caller)] });
    if (Object.keys(composition.errors).length > 0) throw invalid(composition.errors);
    const job = await this.ports.ids.next('unified_job');
    const requested = { ...sentPrompts(sent), extra_vars: sent['extra_vars'] ?? {} };
    const decided = { id: job, target, composition, requested };
    const { launch } = await this.plans.plan(decided, launchedByUser(caller.viewer));
    const events = await createJob(this.ports.aggregates, { launch, startError: null }, writeContext(caller, 'launch'));
    await this.ports.caughtUp(events.at(-1)?.position);
    const shown = await this.ports.jobView('system_job', job, caller.viewer);
    return { system_job: job, ignored_fields: ignoredOf(composition, sent), ...shown };
  }

  private async target(id: number, action: Permission, caller: Caller): Promise<LaunchTarget> {
    await this.ports.resources.permitted('system_job_template', id, action, writeContext(caller, action));
    const target = await this.ports.targets.of('system_job_template', id);
    if (!target) throw missing();
    return target;
  }
}

/** @throws DomainError invalid for variables that are null, or no mapping */
const layerOf = (sent: JsonObject, { viewer }: Caller): Layer => {
  if (sent['extra_vars'] === null) throw invalid({ extra_vars: [NULL_ERROR] });
  const { variables, variablesError } = readVariables(sent['extra_vars']);
  return {
    source: { source: 'launch', actor: { kind: 'user', id: viewer.id, name: viewer.username } },
    gate: 'apply',
    prompts: Object.fromEntries(Object.entries(sentPrompts(sent)).filter(isScalar)),
    variables: plainVariables(variables ?? {}),
    ...(variablesError !== undefined && { variablesError }),
  };
};

/** Prompts of other kinds of templates: they are told as ignored, whatever they hold. */
const sentPrompts = (sent: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(sent).filter(([name]) => Object.hasOwn(PROMPTS, name) && name !== 'extra_vars'));

const isScalar = (entry: [string, Json]): entry is [string, Scalar] =>
  ['string', 'number', 'boolean'].includes(typeof entry[1]);

const ignoredOf = ({ ignored, masks }: Composition, sent: JsonObject): JsonObject => ({
  ...sentPrompts(sent),
  ...pickVariables(shownPrompts(ignored, masks)),
});

const pickVariables = ({ extra_vars: variables }: JsonObject): JsonObject =>
  isJsonObject(variables) ? { extra_vars: variables } : {};
