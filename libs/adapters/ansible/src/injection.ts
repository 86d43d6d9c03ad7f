import type { RunCredential } from '@application/ports';
import type { Json } from '@domain/kernel';

/** What one or several credentials bring into a run. File names are relative to the private directory. */
export interface Injection {
  /** Programs put before `ansible-playbook`. */
  readonly prefix: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Names of variables that views show as `**********`. */
  readonly hidden: ReadonlySet<string>;
  readonly files: ReadonlyMap<string, string>;
  readonly extraVars: Readonly<Record<string, Json>>;
}

export const NOTHING: Injection = {
  prefix: [],
  args: [],
  env: {},
  hidden: new Set(),
  files: new Map(),
  extraVars: {},
};

/** Later credentials win where two set the same thing. */
export const joined = (first: Injection, second: Injection): Injection => ({
  prefix: [...first.prefix, ...second.prefix],
  args: [...first.args, ...second.args],
  env: { ...first.env, ...second.env },
  hidden: new Set([...first.hidden, ...second.hidden]),
  files: new Map([...first.files, ...second.files]),
  extraVars: { ...first.extraVars, ...second.extraVars },
});

/** An input as text; absent ones are empty. */
export const textInput = (credential: RunCredential, name: string): string => {
  const value = credential.inputs[name] ?? '';
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : value;
};

/** ssh reads no key whose last line has no end. */
export const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);
