import { type CommandContext, derivedId } from '@application/event-sourcing';
import {
  answerTo,
  callback,
  type CallbackCommand,
  callbackCatalog,
  callbackRefusal,
  callbackStream,
  type CallRecord,
  isPending,
  type JobsOfHost,
  type MatchedHost,
  type RequestCallback,
} from '@domain/callback';
import { DomainError } from '@domain/kernel';
import type { LaunchedData, LaunchTarget } from '@domain/launch';
import type { GivenCall } from './call.js';
import { PendingJobs } from './pending-jobs.js';
import type { CallbackPorts } from './ports.js';
import { namesOf, sentVariables } from './sent-variables.js';

/** A call whose host is known. */
export interface RecognisedCall {
  readonly given: GivenCall;
  readonly target: LaunchTarget;
  readonly host: MatchedHost;
  readonly record: CallRecord;
}

/** Gives each host one job of a template at a time (spec callbacks.md §2.1 steps 9 to 11). */
export class HostJobs {
  private readonly pending: PendingJobs;

  constructor(private readonly ports: CallbackPorts) {
    this.pending = new PendingJobs(ports);
  }

  /** Id of the new job; undefined when it could not be created, which is recorded. @throws DomainError the refusal */
  async start(call: RecognisedCall): Promise<number | undefined> {
    const { target, host, given, record } = call;
    const jobs = await this.jobsOf(target.ref.id, host);
    const variables = sentVariables(given.variables);
    const { launch, isStartable } = await this.ports.launches.prepare(target, { host, variables, user: given.viewer });
    const reserved = { job: launch.id, reservedAt: this.ports.clock.now() };
    const data = { template: target.ref, ...record, variables: namesOf(variables), ...reserved };
    const claim: RequestCallback = { type: 'RequestCallback', data, ...jobs, isStartable };
    return this.pending.whileCreating(launch.id, () => this.create(call, claim, launch));
  }

  /** Refuses most repeats before anything is prepared; two at the same time are told apart when they claim. */
  private async jobsOf(template: number, host: MatchedHost): Promise<JobsOfHost> {
    const stream = callbackStream(template, host.id);
    const { state } = await this.ports.aggregates.load(stream, callback, callbackCatalog);
    const ended = state.job !== null && (await this.pending.isOver(state.job, state.reservedAt)) ? state.job : null;
    const active = await this.pending.limitedTo(host.name, template, state.job);
    if (isPending(state.job, { ended, active })) throw callbackRefusal('already_pending');
    return { ended, active };
  }

  private async create(
    call: RecognisedCall,
    claim: RequestCallback,
    launch: LaunchedData,
  ): Promise<number | undefined> {
    await this.handle(call, claim);
    try {
      await this.ports.caughtUp(await this.ports.launches.create(launch, contextOf(call, 'job')));
      return launch.id;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      await this.giveUp(call, launch.id);
      return undefined;
    }
  }

  private giveUp(call: RecognisedCall, job: number): Promise<void> {
    const reason = 'not_started';
    const data = {
      ...call.record,
      template: call.target.ref.id,
      reason,
      answer: answerTo(reason),
      count: 1,
      job,
    } as const;
    return this.handle(call, { type: 'GiveUpCallback', data });
  }

  private async handle(call: RecognisedCall, command: CallbackCommand): Promise<void> {
    await this.ports.aggregates.handle({
      stream: callbackStream(call.target.ref.id, call.host.id),
      decider: callback,
      catalog: callbackCatalog,
      command,
      context: contextOf(call, command.type),
    });
  }
}

/** The host is the one who acts, unless somebody had logged in. */
const contextOf = ({ host, given: { request, viewer } }: RecognisedCall, step: string): CommandContext => ({
  commandId: derivedId('callback', request, step),
  correlation: request,
  causation: request,
  actor: viewer
    ? { kind: 'user', id: viewer.id, name: viewer.username }
    : { kind: 'host', id: host.id, name: host.name },
  request,
});
