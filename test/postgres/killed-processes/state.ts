import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as pass } from 'node:timers/promises';
import { EventStoreDbGroups, EventStoreDbLog } from '@adapters/event-log-eventstoredb';
import { dispatcher, dispatcherCatalog, DISPATCHER_STREAM, heldSlots, type Slot } from '@domain/dispatcher';
import type { Position } from '@application/ports';
import { jobStream } from '@domain/job';
import { AggregateRunner, SystemClock } from '@application/event-sourcing';
import { RUNNERS_GROUP } from '../../../apps/server/src/worker/shared-runner.js';
import { STARTS_GROUP, WORKERS_GROUP } from '../../../apps/server/src/worker/shared-worker.js';
import type { Installation } from './installation.js';

const GROUPS = [WORKERS_GROUP, STARTS_GROUP, RUNNERS_GROUP];
const STANDSTILL_MS = 120_000;
const LOOK_EVERY_MS = 250;

/** How an installation stands, by its stores: whatever its processes say. */
export class State {
  private constructor(
    private readonly installation: Installation,
    readonly log: EventStoreDbLog,
    private readonly groups: EventStoreDbGroups,
  ) {}

  static async of(installation: Installation): Promise<State> {
    const { connection } = installation.double;
    const log = await EventStoreDbLog.open(connection);
    return new State(installation, log, await EventStoreDbGroups.open(connection));
  }

  async close(): Promise<void> {
    await this.groups.close();
    await this.log.close();
  }

  /** Lines of the file that tells what was executed: `<workflow job> <node> <job>`. */
  executed(): readonly string[] {
    const file = this.installation.executions;
    return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
  }

  /** What the log says of jobs that were executed more than once. */
  async repeated(): Promise<readonly string[]> {
    const lines = this.executed();
    const repeats = new Set(lines.filter((line, at) => lines.indexOf(line) !== at));
    return Promise.all(
      [...repeats].map(
        async (line) => `${line}: ${(await this.history(jobStream(Number(line.split(' ')[2])))).join(', ')}`,
      ),
    );
  }

  private async history(stream: string): Promise<readonly string[]> {
    const told: string[] = [];
    for await (const { type, data, meta } of this.log.readStream(stream)) {
      const { attempt, node } = data as { readonly attempt?: string; readonly node?: string };
      told.push([meta.at, type, attempt, node].filter((part) => part !== undefined).join(' '));
    }
    return told;
  }

  /** The stream of each event of these types, in the order of the log. */
  async streamsWith(eventTypes: readonly string[]): Promise<readonly string[]> {
    const streams: string[] = [];
    let after: Position | undefined;
    for (;;) {
      const batch = await this.log.readAll({ ...(after === undefined ? {} : { after }), filter: { eventTypes } });
      streams.push(...batch.events.map(({ stream }) => stream));
      if (batch.caughtUp) return streams;
      after = batch.position;
    }
  }

  async slots(): Promise<readonly Slot[]> {
    const aggregates = new AggregateRunner(this.log, { clock: new SystemClock(), isShared: true });
    const { state } = await aggregates.load(DISPATCHER_STREAM, dispatcher, dispatcherCatalog, 'SlotsCarriedOver');
    return heldSlots(state);
  }

  async parked(): Promise<readonly string[]> {
    const lists = await Promise.all(GROUPS.map((group) => this.groups.parked(group)));
    return lists.flat().map(({ event, reason }) => `${event.type} of ${event.stream}: ${reason}`);
  }

  /** How many workflow jobs there are, by status. */
  async tally(): Promise<Readonly<Record<string, number>>> {
    const rows = await this.installation.database.all(
      `SELECT status, COUNT(*) AS jobs FROM ${this.installation.database.jobs}.unified_job WHERE type = 'workflow_job' GROUP BY status`,
    );
    return Object.fromEntries(rows.map(({ status, jobs }) => [String(status), Number(jobs)]));
  }

  /** Waits until the condition holds, for as long as something goes on. @throws how it stands, when nothing does any more */
  async until(condition: () => Promise<boolean>): Promise<void> {
    let before = '';
    let since = Date.now();
    while (!(await condition())) {
      const now = JSON.stringify([this.executed().length, await this.tally(), (await this.slots()).length]);
      if (now !== before) since = Date.now();
      before = now;
      if (Date.now() - since > STANDSTILL_MS) throw new Error(`nothing goes on any more\n${await this.told()}`);
      await pass(LOOK_EVERY_MS);
    }
  }

  /** For whoever has to find out what went wrong. */
  async told(): Promise<string> {
    const { database, processes } = this.installation;
    const open = await database.all(
      `SELECT id, type, status, execution_node FROM ${database.jobs}.unified_job
        WHERE status IN ('new', 'pending', 'waiting', 'running') ORDER BY id LIMIT 30`,
    );
    const groups = await Promise.all(GROUPS.map(async (group) => ({ group, ...(await this.groups.describe(group)) })));
    const parts: readonly (readonly [string, unknown])[] = [
      ['jobs that are not over', open],
      ['slots that are held', (await this.slots()).slice(0, 30)],
      ['groups', groups],
      ['parked', await this.parked()],
      ['offices', [...(await database.holders())]],
      ['head', await this.log.head()],
    ];
    return [
      ...parts.map(([what, value]) => `${what}: ${JSON.stringify(value, null, 1)}`),
      ...processes.map((each) => each.tail()),
    ].join('\n');
  }
}
