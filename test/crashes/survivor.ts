import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Api } from '../../apps/server/src/demo/api.js';
import { makeHome, ROOT, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { logFor } from '../../scripts/test-log.cjs';
import { apiOf, loadedDemo } from '../live/demo-run.js';
import type { Access } from '../live/raw-api.js';

/** A server that dies and comes back on the same data, with the demo loaded. */
export class Survivor {
  private readonly home: Home = makeHome();
  private server: RunningServer | undefined;
  private runs = 0;
  /** Answers of the server that runs now. */
  api!: Api;
  /** The demo's workflow. */
  template = 0;

  get data(): string {
    return this.home.data;
  }

  private constructor(private readonly environment: (home: Home) => Readonly<Record<string, string>>) {}

  /** @param environment settings of every start */
  get access(): Access {
    return { ...this.home, base: this.server?.base ?? '' };
  }

  static async begin(environment: (home: Home) => Readonly<Record<string, string>> = () => ({})): Promise<Survivor> {
    const survivor = new Survivor(environment);
    const server = await survivor.start();
    survivor.template = await loadedDemo({ ...survivor.home, base: server.base });
    return survivor;
  }

  /** Starts it, unless it runs already. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
    this.server ??= await startServer(this.home, { ...this.environment(this.home), ...environment });
    this.api = apiOf(this.access);
    return this.server;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
    this.server = undefined;
  }

  /** Ends it as a power cut would, and starts it again. */
  async killAndStart(): Promise<void> {
    await this.server?.kill();
    await this.startAfterDeath();
  }

  /** Waits until it has killed itself, and starts it again. */
  async startAfterDeath(): Promise<void> {
    await this.server?.ended;
    this.server = undefined;
    await this.start();
  }

  /** The same, with the next death at a named point. It may come before the server answers anybody. */
  async startAfterDeathUntil(point: string): Promise<void> {
    await this.server?.ended;
    this.server = undefined;
    await this.start({ CAIRN_CRASH_AT: point }).catch(() => undefined);
  }

  /** A file for the playbooks of the next run to leave their marks in. */
  freshMarks(): string {
    this.runs += 1;
    return join(this.home.data, `marks-${this.runs}`);
  }

  /** Checks every hash chain of the log, as `npm run verify` does; its output when that fails. */
  async verify(): Promise<string> {
    const log = await logFor(this.home.data);
    const environment = { ...process.env, CAIRN_DATA: this.home.data, ...(log !== null && { CAIRN_EVENTSTORE: log }) };
    const program = join(ROOT, 'dist/apps/server/src/verify.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [program], { env: environment, encoding: 'utf8' });
    return status === 0 ? 'ok' : stdout + stderr;
  }

  async remove(): Promise<void> {
    await this.stop();
    this.home.remove();
  }
}

/** Names of the playbooks that ran, in alphabetical order: one that ran twice is there twice. */
export const marksIn = (file: string): readonly string[] =>
  existsSync(file)
    ? readFileSync(file, 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => line.split(' ')[0] ?? '')
        .toSorted()
    : [];
