import { setImmediate as nextTurn } from 'node:timers/promises';
import { MemoryEngines, type MemoryProcess } from '@adapters/engines-memory';
import { MemoryNodeDirectory } from '@adapters/node-directory-memory';
import type { HeartbeatTimer } from '@application/nodes';
import { startSharedWork } from '../../apps/server/src/composition/shared-work.js';
import { Nodes } from '../../apps/server/src/worker/nodes.js';
import type { WholeWorkerParts, Worker } from '../../apps/server/src/worker/worker.js';
import { Life } from './life.js';
import { WorkerWorld } from './worker-world.js';

const NAMES = ['worker-1', 'worker-2', 'runner-1', 'runner-2'] as const;
export type ProcessName = (typeof NAMES)[number];

/** Seconds of silence after which the others take a process for lost, and between two signs of life. */
const GRACE = 20;
const BEAT = 5;

interface Process {
  readonly name: ProcessName;
  readonly worker: Worker;
  readonly nodes: Nodes;
  readonly engine: MemoryProcess;
  readonly die: () => void;
}

/** Told at each named point, and by whom. */
type Reached = (point: string, by: ProcessName) => void;

/**
 * An installation of two workers and two runners on one log and one directory of runs. Each of them can die or stop at any moment
 * and come back later; time passes only when it is told to.
 */
export class SeveralWorld {
  private readonly engines: MemoryEngines;
  private readonly directory = new MemoryNodeDirectory(() => this.now);
  private readonly processes = new Map<ProcessName, Process>();
  /** Processes that work on, though what they have to do is another's by now. */
  private readonly ghosts: Process[] = [];
  private now = Date.parse('2030-01-15T03:00:00Z');
  private reached: Reached = () => undefined;

  private constructor(readonly work: WorkerWorld) {
    this.engines = new MemoryEngines(work.launches.installation.log);
  }

  /** With all of its processes. */
  static async open(): Promise<SeveralWorld> {
    const world = new SeveralWorld(await WorkerWorld.open());
    await world.complete();
    return world;
  }

  /** From now on this is told of the points that living processes reach. */
  watch(reached: Reached): void {
    this.reached = reached;
  }

  /** Those that are gone come back. */
  async complete(): Promise<void> {
    for (const ghost of this.ghosts.splice(0)) ghost.die();
    for (const name of NAMES) if (!this.processes.has(name)) this.processes.set(name, await this.start(name));
  }

  /** It is gone from one moment to the next. */
  kill(name: ProcessName): void {
    const process = this.processes.get(name);
    this.processes.delete(name);
    process?.die();
  }

  /** It gets nothing more and loses its offices, while it goes on with what it has, which others get too. */
  cutOff(name: ProcessName): void {
    const process = this.processes.get(name);
    this.processes.delete(name);
    if (!process) return;
    process.engine.vanish();
    this.ghosts.push(process);
  }

  /** It ends as it should. */
  async stop(name: ProcessName): Promise<void> {
    const process = this.processes.get(name);
    this.processes.delete(name);
    await process?.worker.stop();
    await process?.nodes.stop();
  }

  /** So long that those that are gone count as lost. The others show that they live all the while. */
  async passTime(): Promise<void> {
    for (let seconds = 0; seconds <= 2 * GRACE; seconds += BEAT) {
      this.now += BEAT * 1000;
      for (const { nodes } of this.processes.values()) await nodes.heartbeat.beat();
      await nextTurn();
    }
  }

  async close(): Promise<void> {
    this.reached = () => undefined;
    for (const name of NAMES) await this.stop(name);
    this.engines.close();
    await this.work.close();
  }

  private async start(name: ProcessName): Promise<Process> {
    const life = new Life();
    const engine = this.engines.process();
    const die = (): void => {
      life.die();
      engine.vanish();
    };
    let isAlive = (): boolean => true;
    const reached = (point: string): void => {
      if (isAlive()) this.reached(point, name);
    };
    const parts = this.work.parts(life, { node: name, isShared: true, reached });
    const role = name.startsWith('worker') ? 'worker' : 'runner';
    const nodes = await this.join(parts, role);
    const { caughtUp } = this.work.launches.installation;
    const worker = await startSharedWork(parts, {
      ...{ groups: engine.groups, elections: engine.elections, nodes, roles: [role] },
      rowsReach: (position) => caughtUp.call(this.work.launches.installation, position),
    });
    isAlive = () => this.processes.get(name)?.worker === worker;
    return { name, worker, nodes, engine, die };
  }

  private join(parts: WholeWorkerParts, role: 'worker' | 'runner'): Promise<Nodes> {
    const { aggregates, store, logger, onFailure, node } = parts;
    const machine = { capacity: 1000, cpu: 4, memory: 2 ** 30, version: '1' };
    const timer: HeartbeatTimer = {
      now: () => this.now,
      every: () => () => undefined,
      pause: () => Promise.resolve(),
    };
    return Nodes.join({
      ...{ aggregates, store, logger, onFailure, timer, grace: GRACE, directory: this.directory },
      ids: this.work.launches.installation.ids,
      self: { name: node, roles: [role], site: 'one disk', ...machine },
    });
  }
}
