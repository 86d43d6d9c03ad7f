import { AggregateRunner, type Handling } from '@application/event-sourcing';
import type { EventLog } from '@application/ports';
import type { DomainEvent } from '@domain/kernel';

export const ANN = { kind: 'user', id: 5, name: 'ann' } as const;

type Telling<State, Command, Event extends DomainEvent> = Pick<
  Handling<State, Command, Event>,
  'stream' | 'decider' | 'catalog'
>;

/** Gives commands one after the other, as the program would; its clock goes on by a second with each. */
export class Narrator {
  private seconds = 0;
  private readonly aggregates: AggregateRunner;

  constructor(log: EventLog) {
    const now = (): string => `2026-11-25T12:00:${String((this.seconds += 1)).padStart(2, '0')}.000000Z`;
    this.aggregates = new AggregateRunner(log, { clock: { now } });
  }

  async tell<State, Command, Event extends DomainEvent>(
    telling: Telling<State, Command, Event>,
    commands: readonly Command[],
  ): Promise<void> {
    for (const command of commands)
      await this.aggregates.handle({ ...telling, command, context: this.context(telling) });
  }

  /** For an event that would take too many commands to come about. */
  async say<State, Command, Event extends DomainEvent>(
    telling: Telling<State, Command, Event>,
    event: Event,
  ): Promise<void> {
    await this.aggregates.handle({ ...telling, decideWith: () => [event], context: this.context(telling) });
  }

  private context({ stream }: { readonly stream: string }) {
    const commandId = `${stream}/${this.seconds}`;
    return { commandId, correlation: stream, causation: commandId, actor: ANN };
  }
}

/** The usual life of one stream, recorded once for each release. */
export interface Story {
  readonly stream: string;
  /** Name among the aggregates. */
  readonly aggregate: string;
  readonly tell: (narrator: Narrator) => Promise<void>;
}
