import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteJobOutput } from '@adapters/job-output';
import { NoopExecutor } from '@adapters/noop';
import { LocalProjectFiles } from '@adapters/project-files';
import { AggregateRunner } from '@application/event-sourcing';
import { SpawnPreparation } from '@application/launching';
import { LaunchTargets } from '@application/launch-targets';
import type { StoredEvent } from '@application/ports';
import { InventoryScripts } from '@application/resources';
import { JobPreparation } from '@application/running';
import type { JsonObject } from '@domain/kernel';
import { LaunchWorld } from '@testing/launches';
import { until } from '@testing/runs';
import { structuredLog } from '../../apps/server/src/logging/log.js';
import { startWorker, type WholeWorkerParts, type Worker } from '../../apps/server/src/worker/worker.js';
import { Life } from './life.js';

const ENDED = ['successful', 'failed', 'error', 'canceled'];
const NODE = 'node-1';

export interface LifeOptions {
  readonly capacity?: number;
  /** Told at each named point. */
  readonly reached?: (point: string) => void;
}

/** What sets one process apart. */
export interface ProcessOptions extends LifeOptions {
  readonly node?: string;
  /** Others append to the log too. */
  readonly isShared?: boolean;
}

/** An installation with a worker that can die and be started again, on a log in memory and jobs that run nothing. */
export class WorkerWorld {
  readonly troubles: unknown[] = [];
  private readonly output = new SqliteJobOutput(':memory:');
  private readonly executed: string;
  private instanceGroup = 0;
  private life = new Life();
  private worker: Worker | undefined;

  private constructor(
    readonly launches: LaunchWorld,
    private readonly folder: string,
  ) {
    this.executed = join(folder, 'executed');
  }

  static async open(): Promise<WorkerWorld> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-worker-'));
    mkdirSync(join(folder, 'projects/site'), { recursive: true });
    writeFileSync(join(folder, 'projects/site/site.yml'), '- hosts: all\n');
    const world = new WorkerWorld(await LaunchWorld.open(), folder);
    world.instanceGroup = await world.launches.make('instance_group', { name: 'default' });
    return world;
  }

  /** A process begins. */
  async start(options: LifeOptions = {}): Promise<void> {
    this.life = new Life();
    this.worker = await startWorker(this.parts(this.life, options));
  }

  /** It ends as it should. */
  async stop(): Promise<void> {
    await this.worker?.stop();
    this.worker = undefined;
  }

  /** It is gone from one moment to the next. */
  die(): void {
    this.life.die();
  }

  async close(): Promise<void> {
    await this.stop();
    await this.launches.close();
    this.output.close();
    rmSync(this.folder, { recursive: true });
  }

  async launch(workflow: number, body: JsonObject = {}): Promise<number> {
    return Number((await this.launches.launch('workflow_job_template', workflow, body))['id']);
  }

  async launchJob(template: number, body: JsonObject = {}): Promise<number> {
    return Number((await this.launches.launch('job_template', template, body))['id']);
  }

  /** Waits until the read model shows the job's end; its status. */
  async ended(job: number): Promise<string> {
    await until(async () => ENDED.includes((await this.job(job)).status));
    return (await this.job(job)).status;
  }

  async job(id: number): Promise<{ readonly status: string; readonly explanation: string }> {
    const sql = 'SELECT status, job_explanation FROM unified_job WHERE id = ?';
    const [row] = await this.launches.installation.store.all(sql, [id]);
    return { status: String(row?.['status']), explanation: String(row?.['job_explanation']) };
  }

  /** How each node of a workflow job ended, by identifier. */
  async nodes(workflow: number): Promise<Readonly<Record<string, string>>> {
    const sql = `SELECT node.identifier, node.do_not_run, job.status FROM workflow_job_node node
      LEFT JOIN unified_job job ON job.id = node.job WHERE node.workflow_job = ?`;
    const rows = await this.launches.installation.store.all(sql, [workflow]);
    const stateOf = (row: (typeof rows)[number]): string => (row['do_not_run'] ? 'skipped' : String(row['status']));
    return Object.fromEntries(rows.map((row) => [String(row['identifier']), stateOf(row)]));
  }

  /** Nodes of a workflow job whose jobs were really executed, sorted: one that ran twice is there twice. */
  executions(workflow: number): readonly string[] {
    const lines = readFileSync(this.executed, 'utf8').split('\n');
    return lines.flatMap((line) => (line.startsWith(`${workflow} `) ? [line.split(' ')[1] ?? ''] : [])).sort();
  }

  events(stream: string): Promise<readonly StoredEvent[]> {
    return this.launches.events(stream);
  }

  /** What a process stands on that lives this life. */
  parts(life: Life, { capacity = 1000, reached, node = NODE, isShared = false }: ProcessOptions): WholeWorkerParts {
    const { installation, ports } = this.launches;
    const { clock, sealer, ids } = installation;
    const log = life.log(installation.log);
    const store = life.store(installation.store);
    const executor = life.executor(new NoopExecutor({ logFile: this.executed, artifactBytes: 8 }));
    const aggregates = new AggregateRunner(log, { clock, isShared });
    const targets = new LaunchTargets(aggregates, store);
    const { resources } = targets;
    const scripts = new InventoryScripts(store);
    const own = { ...ports, aggregates, targets, ids, sealer, store };
    return {
      ...{ log, store, aggregates, clock, executor, output: this.output, capacity, node },
      preparation: new JobPreparation({
        ...{ resources, store, sealer, executor, node },
        upToDate: async () => ports.caughtUp(await log.head()),
        files: new LocalProjectFiles(join(this.folder, 'projects')),
        passwords: { of: () => Promise.resolve({}) },
        inventory: (id, slice) => scripts.of(id, { hostvars: true, towervars: true, all: false, slice }),
      }),
      launches: new SpawnPreparation(own),
      dependencies: { resources, caughtUp: ports.caughtUp, launchUpdate: () => Promise.resolve(undefined) },
      more: [],
      schedules: { start: () => Promise.resolve(), stop: () => Promise.resolve(), managers: [] },
      instanceGroup: () => Promise.resolve(this.instanceGroup),
      logger: structuredLog('warn', (line) => this.troubles.push(line)),
      onFailure: (error) => this.troubles.push(error),
      checkpointEvery: 1,
      ...(reached && { reached }),
    };
  }
}
