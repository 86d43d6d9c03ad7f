import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { AnswerMessage, CommandMessage, Commands } from './commands.js';

const PROGRAM = join(__dirname, '../../double.cjs');

/** The double in a process of its own, for tests whose processes share it. It ends with the process that started it. */
export class DoubleProcess {
  private constructor(
    private readonly child: ChildProcess,
    private readonly ended: Promise<never>,
    readonly connection: string,
  ) {}

  static async start(): Promise<DoubleProcess> {
    const child = fork(PROGRAM, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    const ended = end(child);
    const [message] = (await Promise.race([once(child, 'message'), ended])) as [AnswerMessage];
    if (!('connection' in message)) throw new Error('the double did not say where it listens');
    return new DoubleProcess(child, ended, message.connection);
  }

  /** Makes something go wrong; resolves when it has. */
  async tell<Name extends keyof Commands>(command: Name, ...values: Parameters<Commands[Name]>): Promise<void> {
    const message: CommandMessage = { command, values };
    this.child.send(message);
    await Promise.race([once(this.child, 'message'), this.ended]);
  }

  async stop(): Promise<void> {
    this.child.kill();
    await this.ended.catch(() => undefined); // which is what was wanted
  }
}

const end = async (child: ChildProcess): Promise<never> => {
  await once(child, 'exit');
  throw new Error('the double has ended');
};
