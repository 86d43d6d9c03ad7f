import { parseArgs } from 'node:util';
import { EventStoreDouble } from '../eventstore-double.js';
import { type AnswerMessage, type CommandMessage, commandsOf } from './commands.js';

const answer = (message: AnswerMessage): void => void process.send?.(message);

const serve = async (): Promise<void> => {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const double = await EventStoreDouble.start({ port: Number(values.port) });
  const commands = commandsOf(double) as Readonly<Record<string, (...values: readonly unknown[]) => void>>;
  process.on('message', ({ command, values: given }: CommandMessage) => {
    commands[command]?.(...given);
    answer({ done: command });
  });
  process.on('disconnect', () => process.exit());
  process.stdout.write(`${double.connection}\n`);
  answer({ connection: double.connection });
};

void serve();
