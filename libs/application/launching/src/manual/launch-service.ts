import { type Caller, readHoldings, type WriteContext, writeContext } from '@application/resources';
import { Graphs } from '@application/workflow-templates';
import { invalid, type JsonObject, missing } from '@domain/kernel';
import type { LaunchTarget } from '@domain/launch';
import { AnswerSeals } from '../answers.js';
import { executePermission } from '../execute-permission.js';
import { GraphCopies } from '../graph-copies.js';
import { LaunchCreation } from '../launch-creation.js';
import { LaunchPlans } from '../launch-plans.js';
import { launchedByUser } from '../launched-data.js';
import type { LaunchingPorts } from '../ports.js';
import { RefusedLaunches } from '../refusals/refused-launches.js';
import { TrialSeals } from '../trial-seals.js';
import type { LaunchableKind } from './launch-body.js';
import { launchRequest, refusedPrompts, requestedPrompts } from './launch-request.js';
import { demandLaunchable, ManualRules } from './manual-rules.js';
import { offeredPrompts } from './offered-prompts.js';
import { demandPromptRights } from './prompt-rights.js';

/** A launch as it was asked for. */
interface Asked {
  readonly kind: LaunchableKind;
  readonly id: number;
  readonly sent: JsonObject;
  readonly caller: Caller;
  readonly context: WriteContext;
}

/** Launches that a user asks for (spec launch.md §6, §7). */
export class LaunchService {
  private readonly rules: ManualRules;
  private readonly plans: LaunchPlans;
  private readonly creation: LaunchCreation;
  private readonly refusals: RefusedLaunches;

  constructor(private readonly ports: LaunchingPorts) {
    const { aggregates, ids, targets, store, sealer, maxForks } = ports;
    const seals = new AnswerSeals(sealer);
    this.rules = new ManualRules({ targets, store, seals, trial: new TrialSeals(sealer), maxForks });
    this.plans = new LaunchPlans(targets, new GraphCopies({ graphs: new Graphs(aggregates), ids, seals }));
    this.creation = new LaunchCreation(ports);
    this.refusals = new RefusedLaunches(ports);
  }

  /** 201 with the new job. @throws DomainError invalid | refused | forbidden | missing */
  async launch(kind: LaunchableKind, id: number, sent: JsonObject, caller: Caller): Promise<JsonObject> {
    const target = await this.target(kind, id);
    const context = writeContext(caller, 'launch');
    const requested = () => refusedPrompts(sent, target);
    const refusingRule = () => this.refusingRule(target, context);
    const attempt = { what: 'launch', template: target.ref, requested, refusingRule } as const;
    return this.refusals.watch(attempt, context, () => this.attempt({ kind, id, sent, caller, context }, target));
  }

  /** An id is reserved for the job when nothing is in its way any more. */
  private async attempt({ kind, id, sent, caller, context }: Asked, known: LaunchTarget): Promise<JsonObject> {
    await this.ports.resources.permitted(kind, id, 'execute', context);
    const request = launchRequest(known, sent, caller);
    const offered = await offeredPrompts(request.body, this.ports.targets);
    if (Object.keys(offered.errors).length > 0) throw invalid(offered.errors);
    const target = await this.target(kind, id, request.body.prompts.inventory);
    const judged = await this.rules.judge(target, request, offered);
    demandLaunchable(judged, request.passwords);
    await demandPromptRights(judged.accepted, target, this.ports.resources, context);
    const job = await this.ports.ids.next('unified_job');
    const composition = await this.rules.compose(job, target, request, offered);
    const requested = requestedPrompts(request.body, target);
    const plan = await this.plans.plan({ id: job, target, composition, requested }, launchedByUser(caller.viewer));
    const events = await this.creation.create(plan, request.passwords, context);
    return this.creation.answer(plan, composition, events, caller);
  }

  /** Undefined where it is not the template but something prompted that the caller may not use. */
  private async refusingRule(target: LaunchTarget, { viewer }: WriteContext): Promise<string | undefined> {
    const held = await readHoldings(this.ports.store, viewer);
    const { allowed, rule } = executePermission(target, held, viewer);
    return allowed ? undefined : rule;
  }

  private async target(kind: LaunchableKind, id: number, inventory?: unknown): Promise<LaunchTarget> {
    const target = await this.ports.targets.of(kind, id, typeof inventory === 'number' ? [inventory] : []);
    if (!target) throw missing();
    return target;
  }
}
