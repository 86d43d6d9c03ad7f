import type { Machine } from '../configuration/machine.js';
import { type Environment, readSettings } from '../configuration/read-settings.js';
import type { Settings } from '../configuration/settings.js';
import { STANDARD } from './transfer-file.js';

/** What was typed behind `cairn export` and the like: texts to show, or what to do. */
export type Call =
  | { readonly action: 'print'; readonly text: string }
  | { readonly action: 'refuse'; readonly problems: readonly string[] }
  | ({ readonly action: 'move'; readonly settings: Settings } & What);

/** What a program is asked for. */
interface What {
  readonly file: string;
  /** It is about the output of jobs, not about the log. */
  readonly isOutput: boolean;
}

const OUTPUT = '--output';

/** What is asked for comes first, and then the settings of the server: its directory, its stores. */
export const readCall = (
  typed: readonly string[],
  usage: string,
  { environment, machine }: { readonly environment: Environment; readonly machine: Machine },
): Call => {
  const isOutput = typed[0] === OUTPUT && usage.includes(OUTPUT); // not every program is about that
  const [file, ...words] = isOutput ? typed.slice(1) : typed;
  if (file === '--help') return { action: 'print', text: usage };
  if (file === undefined || (file.startsWith('-') && file !== STANDARD))
    return { action: 'refuse', problems: ['the file comes first', usage.trimEnd()] };
  const startup = readSettings(words, environment, machine);
  return startup.action === 'serve' ? { action: 'move', file, isOutput, settings: startup.settings } : startup;
};
