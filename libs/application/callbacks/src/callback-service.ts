import { type Caller, writeContext } from '@application/resources';
import { callbackRefusal, type CallRecord, judgeHosts, judgeKey, type Origin, reasonOf } from '@domain/callback';
import { DomainError, type JsonObject } from '@domain/kernel';
import type { LaunchTarget } from '@domain/launch';
import { type GivenCall, NOT_COMPARED, toldOf } from './call.js';
import { Callers } from './callers.js';
import { HostJobs, type RecognisedCall } from './host-jobs.js';
import { InventoryHosts } from './inventory-hosts.js';
import { givenKey, isRightKey } from './keys.js';
import type { CallbackPorts } from './ports.js';
import { type RefusedCall, RefusalRecord } from './refusal-record.js';
import { sentVariables } from './sent-variables.js';
import { WrongKeys } from './wrong-keys.js';

/** How far a call got: what its record will tell. */
interface Progress {
  readonly template: number | null;
  /** The template's key; empty when it has none, or when there is no template. */
  readonly ownKey: string;
  record: CallRecord;
}

/** Provisioning callbacks: a host asks for a job on itself (spec callbacks.md). */
export class CallbackService {
  private readonly callers: Callers;
  private readonly hosts: InventoryHosts;
  private readonly jobs: HostJobs;
  private readonly refusals: RefusalRecord;
  private readonly wrongKeys: WrongKeys;

  constructor(private readonly ports: CallbackPorts) {
    const { names, settings, store, clock } = ports;
    this.callers = new Callers(names, settings);
    this.hosts = new InventoryHosts(store, names);
    this.jobs = new HostJobs(ports);
    this.refusals = new RefusalRecord(ports);
    this.wrongKeys = new WrongKeys(() => Date.parse(clock.now()));
  }

  /** Id of the job that was started. @throws DomainError with the answer of the decision sequence; it is recorded */
  async call(given: GivenCall): Promise<number> {
    const job = await this.recording(given, async (progress) => {
      const target = await this.admitted(given, progress);
      return this.jobs.start(await this.recognised(target, given, progress));
    });
    if (job === undefined) throw callbackRefusal('not_started');
    return job;
  }

  /** Records a call that is no proper request. @param answer what the caller is told */
  async unreadable(given: Pick<GivenCall, 'template' | 'origin' | 'request'>, answer: string): Promise<void> {
    const { template, record } = await this.begun(given);
    await this.record({ template, record, request: given.request, reason: 'unreadable', answer });
  }

  /** GET: the key, and the hosts that the one who asks would be. @throws DomainError missing | forbidden */
  async form(template: number, origin: Origin, caller: Caller): Promise<JsonObject> {
    const context = writeContext(caller, 'callback form');
    const found = await this.ports.resources.permitted('job_template', template, 'read', context);
    const inventory = found['inventory'];
    const { candidates } = await this.callers.recognised(await this.callers.seen(origin));
    const matched = typeof inventory === 'number' ? (await this.hosts.match(inventory, candidates)).matched : [];
    return { host_config_key: found['host_config_key'] ?? '', matching_hosts: matched.map(({ name }) => name) };
  }

  /** Records the repeats whose time is over. */
  flush(): Promise<void> {
    return this.refusals.flush(this.ports.clock.now());
  }

  /** Records all repeats: the program stops. */
  close(): Promise<void> {
    return this.refusals.flush();
  }

  private async recording<Result>(given: GivenCall, judge: (progress: Progress) => Promise<Result>): Promise<Result> {
    const progress = await this.begun(given);
    try {
      return await judge(progress);
    } catch (error) {
      const reason = error instanceof DomainError ? reasonOf(error) : undefined;
      const { template, record } = progress;
      if (reason) await this.record({ template, record, request: given.request, reason });
      throw error;
    }
  }

  private async record(call: RefusedCall): Promise<void> {
    await this.ports.caughtUp(await this.refusals.add(call));
  }

  private async begun({ template: id, origin }: Pick<GivenCall, 'template' | 'origin'>): Promise<Progress> {
    const caller = await this.callers.seen(origin);
    const found = await this.ports.targets.resources.find('job_template', id ?? 0);
    const key = found?.state.fields['host_config_key'];
    const ownKey = typeof key === 'string' ? key : '';
    return { template: found?.ref.id ?? null, ownKey, record: { caller, ...NOT_COMPARED } };
  }

  /** Steps 1 to 4. Keys are compared whatever comes of it: the answer takes no longer for one that is nearly right. */
  private async admitted(given: GivenCall, { template, ownKey, record }: Progress): Promise<LaunchTarget> {
    const key = givenKey(given.key);
    const isRight = isRightKey(key, ownKey);
    const refusal = judgeKey({ isGiven: key !== '', isKnown: template !== null, isRight });
    if (refusal !== 'key_missing' && refusal !== 'template_missing') this.boundGuesses(isRight, record);
    if (refusal) throw callbackRefusal(refusal);
    const target = await this.ports.targets.jobTemplate(template ?? 0);
    if (!target) throw callbackRefusal('template_missing');
    if ((target.values.inventory ?? null) === null) throw callbackRefusal('inventory_missing');
    return target;
  }

  /** Who guesses is refused for a while, with the right key too: the answer must not tell that it was found. */
  private boundGuesses(isRight: boolean, { caller: { address } }: CallRecord): void {
    const caller = address ?? '';
    if (this.wrongKeys.isExceeded(caller)) throw callbackRefusal('too_many_attempts');
    if (!isRight) this.wrongKeys.add(caller);
  }

  /** Steps 5 to 8. There are no dynamic sources that could be refreshed. */
  private async recognised(target: LaunchTarget, given: GivenCall, progress: Progress): Promise<RecognisedCall> {
    const caller = await this.callers.recognised(progress.record.caller);
    const matching = await this.hosts.match(Number(target.values.inventory), caller.candidates);
    const record = { caller, ...toldOf(matching) };
    progress.record = record;
    const needsInput = this.ports.launches.needsInput(target, sentVariables(given.variables));
    const verdict = judgeHosts(matching.matched, needsInput);
    if ('reason' in verdict) throw callbackRefusal(verdict.reason);
    return { given, target, record, host: { id: verdict.host.id, name: verdict.host.name } };
  }
}
