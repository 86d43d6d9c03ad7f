import { createJob, createWorkflowJob } from '@application/processes';
import type { StoredEvent } from '@application/ports';
import type { Caller, WriteContext } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { type Composition, shownPrompts } from '@domain/launch';
import type { LaunchPlan } from './launch-plans.js';
import { type Passwords, TypedPasswords } from './manual/typed-passwords.js';
import type { LaunchingPorts } from './ports.js';

type CreationPorts = Pick<LaunchingPorts, 'aggregates' | 'store' | 'sealer' | 'caughtUp' | 'jobView'>;

/** Brings a planned launch about that a user asked for, and shows the new job. */
export class LaunchCreation {
  private readonly passwords: TypedPasswords;

  constructor(private readonly ports: CreationPorts) {
    this.passwords = new TypedPasswords(ports.store, ports.sealer);
  }

  /** @param typed all that were typed; only those that the job needs are kept */
  async create(
    { launch, graph }: LaunchPlan,
    typed: Passwords,
    context: WriteContext,
  ): Promise<readonly StoredEvent[]> {
    const { aggregates } = this.ports;
    const passwords = launch.composition?.passwordsNeeded ?? [];
    const job = { launch, startError: null, passwords };
    if (graph) return createWorkflowJob(aggregates, { ...job, graph }, context);
    const needed = Object.entries(typed).filter(([name]) => passwords.includes(name));
    await this.passwords.keep(launch.id, Object.fromEntries(needed));
    return createJob(aggregates, job, context);
  }

  /** Body of the 201. */
  async answer(
    { launch: { kind, id } }: LaunchPlan,
    { ignored, masks }: Pick<Composition, 'ignored' | 'masks'>,
    events: readonly StoredEvent[],
    { viewer }: Caller,
  ): Promise<JsonObject> {
    await this.ports.caughtUp(events.at(-1)?.position);
    const shown = await this.ports.jobView(kind, id, viewer);
    return { [kind]: id, ignored_fields: shownPrompts(ignored, masks), ...shown };
  }
}
