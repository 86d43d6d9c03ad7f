import type { WriteContext } from '@application/resources';
import { derivedId } from '@application/event-sourcing';
import { DomainError, type JsonObject, type Ref } from '@domain/kernel';
import { launchLog, launchLogCatalog, launchLogStream, type LaunchRefusedData } from '@domain/launch-log';
import type { LaunchingPorts } from '../ports.js';

/** Something that may create a job. */
export interface Attempt {
  readonly what: LaunchRefusedData['what'];
  readonly template: Ref | null;
  /** The job to be repeated. */
  readonly job?: { readonly ref: string; readonly id: number };
  /** The rule that keeps the caller from it; undefined for none. Asked when it is forbidden. */
  readonly refusingRule: () => Promise<string | undefined>;
  /** What was asked for, secrets masked; looked at when it is refused. */
  readonly requested: () => Promise<JsonObject> | JsonObject;
}

const REFUSALS: Readonly<Partial<Record<DomainError['kind'], LaunchRefusedData['status']>>> = {
  invalid: 400,
  refused: 400,
  forbidden: 403,
};

/** What a parser says of variables it could not read may quote them, and they may hold secrets. */
const withoutEcho = (body: JsonObject): JsonObject =>
  Object.hasOwn(body, 'extra_vars') ? { ...body, extra_vars: ['Refused; the text is not kept.'] } : body;

/** Writes down launches that were refused (spec events.md §4.3). */
export class RefusedLaunches {
  constructor(private readonly ports: Pick<LaunchingPorts, 'aggregates'>) {}

  /** Lets the attempt be made. @throws DomainError what it throws, after that is written down */
  async watch<Result>(attempt: Attempt, context: WriteContext, make: () => Promise<Result>): Promise<Result> {
    try {
      return await make();
    } catch (error) {
      const status = error instanceof DomainError ? REFUSALS[error.kind] : undefined;
      if (error instanceof DomainError && status !== undefined) await this.record(attempt, { error, status }, context);
      throw error;
    }
  }

  private async record(
    { what, template, job, requested, refusingRule }: Attempt,
    { error, status }: { readonly error: DomainError; readonly status: LaunchRefusedData['status'] },
    { commandId, ...context }: WriteContext,
  ): Promise<void> {
    const beside = template?.ref ?? job?.ref;
    if (beside === undefined) throw new Error('an attempt is at a template or at a job');
    const data: LaunchRefusedData = {
      ...{ what, status, code: error.code, errors: withoutEcho(error.body), requested: await requested() },
      template: template && { ref: template.ref, id: template.id, name: template.name },
      job: job ?? null,
    };
    const rule = status === 403 ? await refusingRule() : undefined;
    await this.ports.aggregates.handle({
      ...{ stream: launchLogStream(beside), decider: launchLog, catalog: launchLogCatalog, startsAt: 'LaunchRefused' },
      command: { type: 'RecordRefusal', data },
      context: {
        ...context,
        commandId: derivedId('refusal', commandId),
        ...(rule !== undefined && { authz: { rule } }),
      },
    });
  }
}
