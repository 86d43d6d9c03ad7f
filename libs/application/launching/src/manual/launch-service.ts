import { createJob, createWorkflowJob } from '@application/processes';
import type { StoredEvent } from '@application/ports';
import { type Caller, type WriteContext, writeContext } from '@application/resources';
import { Graphs } from '@application/workflow-templates';
import { invalid, type JsonObject, missing } from '@domain/kernel';
import { type Composition, type LaunchTarget, shownPrompts } from '@domain/launch';
import { AnswerSeals } from '../answers.js';
import { GraphCopies } from '../graph-copies.js';
import { type LaunchPlan, LaunchPlans } from '../launch-plans.js';
import { launchedByUser } from '../launched-data.js';
import type { LaunchingPorts } from '../ports.js';
import type { LaunchableKind } from './launch-body.js';
import { launchRequest, type LaunchRequest, requestedPrompts } from './launch-request.js';
import { ManualRules } from './manual-rules.js';
import { offeredPrompts } from './offered-prompts.js';
import { demandPromptRights } from './prompt-rights.js';
import { TypedPasswords } from './typed-passwords.js';

/** Launches that a user asks for (spec launch.md §6, §7). */
export class LaunchService {
  private readonly rules: ManualRules;
  private readonly plans: LaunchPlans;
  private readonly passwords: TypedPasswords;

  constructor(private readonly ports: LaunchingPorts) {
    const { aggregates, ids, targets, store, sealer, maxForks } = ports;
    const seals = new AnswerSeals(sealer);
    this.rules = new ManualRules({ targets, store, seals, maxForks });
    this.plans = new LaunchPlans(targets, new GraphCopies({ graphs: new Graphs(aggregates), ids, seals }));
    this.passwords = new TypedPasswords(store, sealer);
  }

  /** 201 with the new job. @throws DomainError invalid | refused | forbidden | missing */
  async launch(kind: LaunchableKind, id: number, sent: JsonObject, caller: Caller): Promise<JsonObject> {
    const context = writeContext(caller, 'launch');
    await this.ports.resources.permitted(kind, id, 'execute', context);
    const request = launchRequest(await this.target(kind, id), sent, caller);
    const offered = await offeredPrompts(request.body, this.ports.targets);
    if (Object.keys(offered.errors).length > 0) throw invalid(offered.errors);
    const target = await this.target(kind, id, request.body.prompts.inventory);
    const job = await this.ports.ids.next('unified_job');
    const composition = await this.rules.compose(job, target, request, offered);
    await demandPromptRights(composition.accepted, target, this.ports.resources, context);
    const requested = requestedPrompts(request.body, target);
    const plan = await this.plans.plan({ id: job, target, composition, requested }, launchedByUser(caller.viewer));
    return this.answer(plan, composition, await this.create(plan, request, context), caller);
  }

  private async target(kind: LaunchableKind, id: number, inventory?: unknown): Promise<LaunchTarget> {
    const target = await this.ports.targets.of(kind, id, typeof inventory === 'number' ? [inventory] : []);
    if (!target) throw missing();
    return target;
  }

  private async create(
    { launch, graph }: LaunchPlan,
    request: LaunchRequest,
    context: WriteContext,
  ): Promise<readonly StoredEvent[]> {
    const { aggregates } = this.ports;
    const passwords = launch.composition?.passwordsNeeded ?? [];
    const job = { launch, startError: null, passwords };
    if (graph) return createWorkflowJob(aggregates, { ...job, graph }, context);
    const typed = Object.entries(request.passwords).filter(([name]) => passwords.includes(name));
    await this.passwords.keep(launch.id, Object.fromEntries(typed));
    return createJob(aggregates, job, context);
  }

  private async answer(
    { launch: { kind, id } }: LaunchPlan,
    { ignored, masks }: Composition,
    events: readonly StoredEvent[],
    { viewer }: Caller,
  ): Promise<JsonObject> {
    await this.ports.caughtUp(events.at(-1)?.position);
    const shown = await this.ports.jobView(kind, id, viewer);
    return { [kind]: id, ignored_fields: shownPrompts(ignored, masks), ...shown };
  }
}
