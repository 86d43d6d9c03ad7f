import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { ROOT } from '../../scripts/running-server.cjs';

/** A service as its file says it, with the variables of the caller filled in. */
export interface ComposeService {
  readonly image?: string;
  readonly command?: string;
  readonly environment: Readonly<Record<string, string | number>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck: { readonly test: string };
  readonly stop_grace_period?: string;
  readonly restart?: string;
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks?: Readonly<Record<string, unknown>>;
}

/** `${NAME}` and `${NAME:?what is missing}`. */
const VARIABLE = /\$\{(\w+)(?::\?([^}]*))?\}/g;

/** Reads a compose file as Docker would. @throws where a variable is missing that must be there */
export const readCompose = (file: string, variables: Readonly<Record<string, string>>): ComposeFile => {
  const text = readFileSync(join(ROOT, file), 'utf8').replace(/^\s*#.*$/gm, '');
  const filled = text.replace(VARIABLE, (_, name: string, missing: string | undefined) => {
    const value = variables[name];
    if (value === undefined && missing !== undefined) throw new Error(`${name}: ${missing}`);
    return value ?? '';
  });
  return load(filled) as ComposeFile;
};

/** Services that are processes of this program. */
export const cairnServices = ({ services }: ComposeFile): readonly (readonly [string, ComposeService])[] =>
  Object.entries(services).filter(([, { command }]) => command?.startsWith('bin/cairn serve'));
