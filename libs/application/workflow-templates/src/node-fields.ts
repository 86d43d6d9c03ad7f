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

/** Prompts of one value that a node can save; null = not saved. */
class SavedPrompts {
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

/** A node as a body describes it, under AWX's names and in AWX's order. */
export class NodeFields extends SavedPrompts {
  @Reference('workflow_job_template', { required: true }) workflow_job_template: number;
  @Reference(null) unified_job_template: number | null;
  @Flag() all_parents_must_converge: boolean;
  /** The default is what OPTIONS shows: each node gets a UUID of its own. */
  @Text({ maxLength: 512, default: 'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx' }) identifier: string;
}

/** Variables come in several forms and are read apart from the other fields. */
class Variables {
  @Document({ default: {} }) extra_data: object;
}

export const PROMPT_FIELDS: readonly FieldDeclaration[] = fieldsOf(SavedPrompts);

/** Fields that name what the node is and where it belongs. */
export const IDENTITY_FIELDS: readonly FieldDeclaration[] = fieldsOf(NodeFields).slice(PROMPT_FIELDS.length);

/** All that can be written, in the order in which it is shown. */
export const NODE_FIELDS: readonly FieldDeclaration[] = [...fieldsOf(Variables), ...PROMPT_FIELDS, ...IDENTITY_FIELDS];
