import type { Value, Variables } from '@domain/kernel';
import type { PromptField } from './prompts.js';
import type { Problem } from './problems.js';
import type {
  ComposeRequest,
  CredentialRef,
  Decision,
  EffectiveValues,
  Layer,
  Named,
  RecordedPrompts,
  RejectionCode,
} from './types.js';

type Writable<Type> = { -readonly [Key in keyof Type]: Type[Key] };

/** A composition while it is being made; never leaves `compose`. */
export interface Draft {
  readonly decisions: Decision[];
  readonly problems: Problem[];
  readonly accepted: Writable<RecordedPrompts>;
  /** Accepted and bypassing prompts: the launch configuration to be. */
  readonly recorded: Writable<RecordedPrompts>;
  readonly ignored: Writable<RecordedPrompts>;
  readonly effective: Writable<EffectiveValues>;
  /** The effective credentials in full. */
  credentials: readonly CredentialRef[];
}

export const emptyDraft = (): Draft => ({
  decisions: [],
  problems: [],
  accepted: {},
  recorded: {},
  ignored: {},
  effective: { credentials: [], labels: [], instance_groups: [], extra_vars: {} },
  credentials: [],
});

export const applied = ({ layers }: ComposeRequest): readonly Layer[] => layers.filter(({ gate }) => gate === 'apply');

export const bypassing = ({ layers }: ComposeRequest): readonly Layer[] =>
  layers.filter(({ gate }) => gate === 'bypass');

/** Id and name only: what an event keeps of a resource. */
export const named = ({ id, name }: Named): Named => ({ id, name });

/** A resource, or a list of them, as a value of the record. */
export const namedValue = (item: Named): Value => ({ v: { id: item.id, name: item.name } });

export const listValue = (items: readonly Named[]): Value => ({
  v: items.map(({ id, name }) => ({ id, name })),
});

export const variablesOf = (entries: Iterable<readonly [string, Value]>): Variables => Object.fromEntries(entries);

/** Why a whole field of a kind without that prompt, or with the prompt closed, is refused. */
export const fieldProblem = (field: PromptField, code: RejectionCode, message: string): Problem => ({
  field,
  code,
  message,
});
