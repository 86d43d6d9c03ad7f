import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Role } from '../../../apps/server/src/configuration/settings.js';
import { ROOT } from '../../../scripts/running-server.cjs';

const PROGRAM = join(ROOT, 'dist/apps/server/src/main.js');
const READY = /^Cairn (runs as|serves) /m;
const START_MS = 90_000;
const KEPT_OUTPUT = 400_000;

/** One process of the installation, which dies and is started again under its name. */
export class Mortal {
  /** Of all its lives. */
  output = '';
  lives = 0;
  /** Milliseconds that each life took to begin. */
  readonly starts: number[] = [];
  /** Ends that nobody had asked for. */
  readonly failures: string[] = [];
  private child: ChildProcess | undefined;
  private up: Promise<void> = Promise.resolve();
  private isWanted = false;
  isStarting = true;

  constructor(
    readonly name: string,
    readonly role: Role,
    readonly port: number,
    private readonly environment: Readonly<Record<string, string>>,
  ) {}

  get base(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Resolves when it works. */
  get ready(): Promise<void> {
    return this.up;
  }

  start(): Promise<void> {
    this.isWanted = true;
    this.up = this.begin();
    this.up.catch(() => undefined); // whoever waits for it hears of it
    return this.up;
  }

  /** As a power cut would end it. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async begin(): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', PROGRAM, '--no-demo'], {
      env: { ...process.env, ...this.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.isStarting = true;
    this.lives += 1;
    const began = Date.now();
    await new Promise<void>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${this.name} did not start\n${this.tail()}`)), START_MS);
      let said: string | null = '';
      const hear = (text: string): void => {
        this.output = (this.output + text).slice(-KEPT_OUTPUT);
        if (said === null || !READY.test((said += text))) return;
        said = null;
        clearTimeout(late);
        this.isStarting = false;
        this.starts.push(Date.now() - began);
        resolve();
      };
      for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', hear);
      child.once('exit', (code, signal) => {
        clearTimeout(late);
        resolve();
        if (this.isWanted) this.startAgain(`${this.name} ended by itself (${code ?? signal})`);
      });
    });
  }

  /** As whatever looks after processes does. */
  private startAgain(why: string): void {
    this.failures.push(`${why}\n${this.tail()}`);
    void this.start();
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    this.isWanted = false;
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  /** What it said last. */
  tail(lines = 15): string {
    return this.output
      .split('\n')
      .slice(-lines)
      .map((line) => `  ${this.name}: ${line.slice(0, 600)}`)
      .join('\n');
  }
}
