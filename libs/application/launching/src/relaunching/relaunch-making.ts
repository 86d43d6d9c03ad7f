import type { Caller, WriteContext } from '@application/resources';
import { Graphs } from '@application/workflow-templates';
import { type DomainError, invalid, type JsonObject, refused } from '@domain/kernel';
import type { Composition, LaunchTarget, Repeat } from '@domain/launch';
import { AnswerSeals } from '../answers.js';
import { GraphCopies } from '../graph-copies.js';
import { LaunchCreation } from '../launch-creation.js';
import { type LaunchPlan, LaunchPlans } from '../launch-plans.js';
import { launchedByUser, type Launcher } from '../launched-data.js';
import type { Passwords } from '../manual/typed-passwords.js';
import type { LaunchingPorts } from '../ports.js';
import { TrialSeals } from '../trial-seals.js';
import { CopiedJobs } from './copied-jobs.js';
import type { RecordedJob, RecordedJobs } from './recorded-jobs.js';
import { isSlice, RelaunchRules, type Repeating } from './relaunch-rules.js';

/** A relaunch that the caller may make. */
export interface Relaunching {
  readonly old: RecordedJob;
  /** Undefined: it is gone. */
  readonly target: LaunchTarget | undefined;
  readonly failedHosts: Repeat['failedHosts'];
  readonly passwords: Passwords;
  /** What was asked for. */
  readonly requested: JsonObject;
  readonly caller: Caller;
  readonly context: WriteContext;
  /** What more the new launch must fulfil. @throws DomainError */
  readonly check?: (judged: Composition) => void | Promise<void>;
}

/** Makes new jobs of old ones: from the template where there is one and the launch was recorded, else from the job's own fields. */
export class RelaunchMaking {
  private readonly rules: RelaunchRules;
  private readonly plans: LaunchPlans;
  private readonly copies: CopiedJobs;
  private readonly creation: LaunchCreation;

  constructor(
    private readonly ports: LaunchingPorts,
    jobs: RecordedJobs,
  ) {
    const { aggregates, ids, targets, sealer, maxForks } = ports;
    const seals = new AnswerSeals(sealer);
    const graphs = new GraphCopies({ graphs: new Graphs(aggregates), ids, seals });
    this.rules = new RelaunchRules({ targets, seals, trial: new TrialSeals(sealer), maxForks });
    this.plans = new LaunchPlans(targets, graphs);
    this.copies = new CopiedJobs({ targets, seals, graphs, jobs });
    this.creation = new LaunchCreation(ports);
  }

  /** Body of the 201. @throws DomainError invalid | refused */
  async make(relaunching: Relaunching): Promise<JsonObject> {
    const { old, target } = relaunching;
    const { composition } = old.launch;
    if (composition === null) throw notStarted();
    return target !== undefined && composition.launchConfig !== null
      ? this.repeat(relaunching, composition, target)
      : this.copy(relaunching, composition, target);
  }

  private async repeat(relaunching: Relaunching, composition: Composition, target: LaunchTarget): Promise<JsonObject> {
    const { old, failedHosts, passwords, requested } = relaunching;
    const isSliced = old.launch.fixed['is_sliced_job'] === true;
    const repeating: Repeating = { old, composition, target, failedHosts, typed: Object.keys(passwords), isSliced };
    const judged = await this.rules.judge(repeating);
    await relaunching.check?.(judged);
    if (Object.keys(judged.errors).length > 0) throw invalid(judged.errors);
    demandPasswords(judged, passwords);
    const id = await this.ports.ids.next('unified_job');
    const made = await this.rules.compose(id, repeating);
    const { job_slice_number: slice = 0 } = old.launch.fixed;
    const fixed: JsonObject = isSlice(old.launch) ? { job_slice_number: slice } : {};
    const plan = await this.plans.plan({ id, target, composition: made, requested, fixed }, launcherOf(relaunching));
    return this.create(plan, made, relaunching);
  }

  private async copy(
    relaunching: Relaunching,
    composition: Composition,
    target: LaunchTarget | undefined,
  ): Promise<JsonObject> {
    const { old, failedHosts, requested } = relaunching;
    const id = await this.ports.ids.next('unified_job');
    const copying = { old, composition, template: target?.ref ?? null, failedHosts, requested };
    const plan = await this.copies.plan(id, copying, launcherOf(relaunching));
    return this.create(plan, { ignored: {}, masks: composition.masks }, relaunching);
  }

  private async create(
    plan: LaunchPlan,
    composition: Pick<Composition, 'ignored' | 'masks'>,
    { passwords, context, caller }: Relaunching,
  ): Promise<JsonObject> {
    const events = await this.creation.create(plan, passwords, context);
    return this.creation.answer(plan, composition, events, caller);
  }
}

const launcherOf = ({ caller, old }: Relaunching): Launcher => ({
  ...launchedByUser(caller.viewer),
  launchType: 'relaunch',
  trigger: { by: 'relaunch', job: old.ref.id },
});

/** The template may have got credentials that the old job did not have. @throws DomainError refused */
const demandPasswords = ({ passwordsNeeded }: Composition, passwords: Passwords): void => {
  if (passwordsNeeded.some((key) => !passwords[key])) throw notStarted();
};

const notStarted = (): DomainError => refused({ msg: 'Error starting job!' }, 'NOT_STARTED');
