import { flagOf, OPTIONS, type Option } from './options.js';

/** What was typed: texts by flag, switches, and one line for each thing that makes no sense. */
export interface CommandLine {
  readonly values: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
  readonly problems: readonly string[];
}

export const SWITCHES: Readonly<Record<string, string>> = {
  '--no-demo': 'only serve: load and launch nothing',
  '--help': 'list all settings and stop',
  '--version': 'print the version and stop',
};

const settings: readonly Option[] = Object.values(OPTIONS);
const FLAGS = new Set(settings.filter((setting) => !setting.environmentOnly).map(flagOf));

/** Reads `--flag value`, `--flag=value` and switches. Unknown text is quoted by its flag only: it may be a slipped secret. */
export const parseCommandLine = (words: readonly string[]): CommandLine => {
  const values = new Map<string, string>();
  const switches = new Set<string>();
  const problems: string[] = [];
  const rest = [...words];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const { flag, attached } = split(word);
    if (attached === undefined && Object.hasOwn(SWITCHES, flag)) switches.add(flag);
    else if (!FLAGS.has(flag)) problems.push(`${flag} is not known, see --help`);
    else {
      const value = attached ?? rest.shift();
      if (value === undefined) problems.push(`${flag} needs a value`);
      else values.set(flag, value);
    }
  }
  return { values, switches, problems };
};

const split = (word: string): { flag: string; attached: string | undefined } => {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at < 0 ? { flag: word, attached: undefined } : { flag: word.slice(0, at), attached: word.slice(at + 1) };
};
