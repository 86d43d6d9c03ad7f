import type { RunCredential } from '@application/ports';
import { type Injected, type Scope, TemplateError, renderInjectors } from '@domain/credential-injection';
import { type Injection, NOTHING } from './injection.js';
import { RunRefused } from './prepared-run.js';

const HIDDEN = '**********';

/** Environment, files and variables of a custom credential type, as its injectors say (spec resources.md §11.2). */
export const injectCustom = (credential: RunCredential, directory: string): Injection => {
  const file = (name: string): string =>
    `in/credential-${credential.id}-file${name === '' ? '' : `-${encodeURIComponent(name)}`}`;
  const pathOf = (name: string): string => `${directory}/${file(name)}`;
  const injected = rendered(credential, credential.inputs, pathOf);
  const shown = rendered(credential, withoutSecrets(credential), pathOf);
  return {
    ...NOTHING,
    env: injected.env,
    hidden: new Set(Object.keys(injected.env).filter((name) => injected.env[name] !== shown.env[name])),
    files: new Map(Object.entries(injected.files).map(([name, content]) => [file(name), content])),
    extraVars: injected.extraVars,
  };
};

const rendered = (credential: RunCredential, inputs: Scope, pathOf: (name: string) => string): Injected => {
  try {
    return renderInjectors(credential.injectors, inputs, pathOf);
  } catch (cause) {
    if (cause instanceof TemplateError) throw new RunRefused(`Credential ${credential.name}: ${cause.message}.`);
    throw cause;
  }
};

/** A variable whose text changes with a secret holds it. */
const withoutSecrets = ({ inputs, secretInputs }: RunCredential): Scope =>
  Object.fromEntries(
    Object.entries(inputs).map(([id, value]) => [
      id,
      (secretInputs?.includes(id) ?? true) && value !== '' ? HIDDEN : value,
    ]),
  );
