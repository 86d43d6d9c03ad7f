import type { RunRequest } from '@application/ports';
import { RunRefused } from './prepared-run.js';

type Playbook = NonNullable<RunRequest['playbook']>;

/**
 * AWX's options (spec launch.md §11.6). Each value stands in one word with its option, so that no value becomes an option.
 * @throws RunRefused for a value that Ansible would read as a file or as a template
 */
export const playbookArguments = (playbook: Playbook): readonly string[] => [
  ...flag('--check', playbook.jobType === 'check'),
  ...flag('--become', playbook.become),
  ...flag('--diff', playbook.diff),
  ...flag(`--forks=${playbook.forks}`, playbook.forks > 0),
  ...flag('--force-handlers', playbook.forceHandlers),
  ...valued('--limit', safeLimit(playbook.limit)),
  ...flag(`-${'v'.repeat(Math.min(playbook.verbosity, 5))}`, playbook.verbosity > 0),
  ...valued('--tags', playbook.tags),
  ...valued('--skip-tags', playbook.skipTags),
  ...valued('--start-at-task', playbook.startAtTask),
];

/** The playbook inside its project; Ansible itself reports one that is not there. */
export const playbookFile = (file: string): string => {
  const outside = file === '' || file.startsWith('/') || file.split('/').includes('..') || file.includes('\0');
  if (outside) throw new RunRefused(`The playbook ${JSON.stringify(file)} is not a path inside the project.`);
  return file;
};

/** A value that ends up in a field which Ansible templates on the controller. */
export const withoutTemplate = (what: string, value: string): string => {
  if (/\{\{|\{%|\{#/.test(value)) throw new RunRefused(`Inline Jinja is not allowed in the ${what}.`);
  return value;
};

const flag = (option: string, isSet: boolean): readonly string[] => (isSet ? [option] : []);

const valued = (option: string, value: string): readonly string[] => (value === '' ? [] : [`${option}=${value}`]);

/** Ansible reads a term `@file` of a limit as a list of hosts from that file; a term can start wherever no name's character precedes. */
const safeLimit = (limit: string): string => {
  if (/(?<![A-Za-z0-9_.-])@/.test(limit)) {
    throw new RunRefused('The limit was refused: a term that starts with "@" would make Ansible read a file.');
  }
  return limit;
};
