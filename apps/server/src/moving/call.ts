import type { Machine } from '../configuration/machine.js';
import { type Environment, readSettings } from '../configuration/read-settings.js';
import type { Settings } from '../configuration/settings.js';
import { STANDARD } from './transfer-file.js';

/** What was typed behind `cairn export` and `cairn import`: texts to show, or what to do. */
export type Call =
  | { readonly action: 'print'; readonly text: string }
  | { readonly action: 'refuse'; readonly problems: readonly string[] }
  | { readonly action: 'move'; readonly file: string; readonly settings: Settings };

/** The file comes first, and then the settings of the server: its directory, its stores. */
export const readCall = (
  [file, ...words]: readonly string[],
  usage: string,
  { environment, machine }: { readonly environment: Environment; readonly machine: Machine },
): Call => {
  if (file === '--help') return { action: 'print', text: usage };
  if (file === undefined || (file.startsWith('-') && file !== STANDARD))
    return { action: 'refuse', problems: ['the file comes first', usage.trimEnd()] };
  const startup = readSettings(words, environment, machine);
  return startup.action === 'serve' ? { action: 'move', file, settings: startup.settings } : startup;
};
