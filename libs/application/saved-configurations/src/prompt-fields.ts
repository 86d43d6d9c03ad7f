import {
  ChoiceField,
  Document,
  type FieldDeclaration,
  Flag,
  fieldsOf,
  Integer,
  Reference,
  Text,
} from '@application/resources';

const UNSET = { default: null, filterable: false } as const;

const PromptText = (): PropertyDecorator => Text({ ...UNSET, nullable: true });
const PromptNumber = (min?: number): PropertyDecorator => Integer({ ...UNSET, nullable: true, min, max: undefined });

/** Prompts of one value that a node or a schedule can save, under AWX's names and in AWX's order; null = not saved. */
export class SavedPrompts {
  @Reference('inventory') inventory: number | null;
  @PromptText() scm_branch: string | null;

  @ChoiceField(
    [
      ['run', 'Run'],
      ['check', 'Check'],
    ],
    UNSET,
  )
  job_type: string | null;

  @PromptText() job_tags: string | null;
  @PromptText() skip_tags: string | null;
  @PromptText() limit: string | null;
  @Flag(UNSET) diff_mode: boolean | null;

  @ChoiceField(
    [
      [0, '0 (Normal)'],
      [1, '1 (Verbose)'],
      [2, '2 (More Verbose)'],
      [3, '3 (Debug)'],
      [4, '4 (Connection Debug)'],
      [5, '5 (WinRM Debug)'],
    ],
    UNSET,
  )
  verbosity: number | null;

  @Reference('execution_environment') execution_environment: number | null;
  @PromptNumber(0) forks: number | null;
  @PromptNumber(0) job_slice_count: number | null;
  @PromptNumber() timeout: number | null;
}

/** Variables come in several forms and are read apart from the other fields. */
class SavedVariables {
  @Document({ default: {} }) extra_data: object;
}

export const PROMPT_FIELDS: readonly FieldDeclaration[] = fieldsOf(SavedPrompts);

/** All of a saved configuration, as it is shown. */
export const CONFIGURATION_FIELDS: readonly FieldDeclaration[] = [...fieldsOf(SavedVariables), ...PROMPT_FIELDS];
