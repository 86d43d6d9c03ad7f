import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import type { Clock } from '@application/ports';
import type { Viewer } from '@domain/access';
import { DomainError } from '@domain/kernel';
import { type Refusal, refusalCatalog, refusalStream, refusals } from '@domain/refusal';

type Moment = 'at' | 'code' | 'answer';

/** What was wanted, before it is known how it was refused. */
export type Wanted = {
  readonly [Type in Refusal['type']]: {
    readonly type: Type;
    readonly data: Omit<Extract<Refusal, { type: Type }>['data'], Moment>;
  };
}[Refusal['type']];

/** Who wants something. */
interface Wanting {
  readonly viewer: Viewer;
  /** What is refused from here on is recorded by somebody who knows better what it was about. */
  readonly isRecorded?: boolean;
}

/** Refusals that concern roles and credentials, in a stream of whoever was refused. */
export class Refusals {
  constructor(private readonly ports: { readonly runner: AggregateRunner; readonly clock: Clock }) {}

  /** Does the work, and when it is refused, records what was wanted. @throws what the work throws */
  async recorded<Context extends Wanting, Result>(
    context: Context,
    wanted: Wanted,
    work: (inner: Context) => Promise<Result>,
  ): Promise<Result> {
    if (context.isRecorded) return work(context);
    try {
      return await work({ ...context, isRecorded: true });
    } catch (error) {
      if (isRefusal(error)) await this.record(context.viewer, wanted, error);
      throw error;
    }
  }

  private async record(viewer: Viewer, { type, data }: Wanted, error: DomainError): Promise<void> {
    const at = this.ports.clock.now();
    const refusal = { type, data: { ...data, at, code: error.code, answer: error.body } } as Refusal;
    const commandId = derivedId('refusal', viewer.id, at, JSON.stringify([type, data]));
    await this.ports.runner.handle({
      ...{ stream: refusalStream(viewer.id), decider: refusals, catalog: refusalCatalog },
      command: { type: 'RecordRefusal', refusal },
      context: {
        ...{ commandId, correlation: commandId, causation: commandId },
        actor: { kind: 'user', id: viewer.id, name: viewer.username },
      },
    });
  }
}

/** Missing rights, and the rules of an endpoint; not what a caller only wrote wrongly. */
const isRefusal = (error: unknown): error is DomainError =>
  error instanceof DomainError && (error.kind === 'forbidden' || error.kind === 'refused');
