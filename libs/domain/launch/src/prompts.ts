/** Template kinds a launch, a node or a schedule can point at. */
export type TemplateKind =
  | 'job_template'
  | 'workflow_job_template'
  | 'project'
  | 'inventory_source'
  | 'system_job_template'
  | 'workflow_approval_template';

/** Prompts that hold one value; ids for `inventory` and `execution_environment`. AWX's spelling: these names are data. */
export type ScalarField =
  | 'job_type'
  | 'limit'
  | 'scm_branch'
  | 'job_tags'
  | 'skip_tags'
  | 'diff_mode'
  | 'verbosity'
  | 'forks'
  | 'job_slice_count'
  | 'timeout'
  | 'inventory'
  | 'execution_environment';

export type ListField = 'credentials' | 'labels' | 'instance_groups';

export type PromptField = ScalarField | ListField | 'extra_vars';

/** How a prompt meets the template's own value. */
export type Combination = 'replaces' | 'replaces_list' | 'adds' | 'per_class' | 'merges_keys';

export interface PromptRule {
  /** The template's switch that opens the field. */
  readonly ask: `ask_${string}_on_launch`;
  readonly kinds: readonly TemplateKind[];
  readonly combines: Combination;
}

const JOB: readonly TemplateKind[] = ['job_template'];
const BOTH: readonly TemplateKind[] = ['job_template', 'workflow_job_template'];

const rule = (ask: string, kinds: readonly TemplateKind[], combines: Combination = 'replaces'): PromptRule => ({
  ask: `ask_${ask}_on_launch`,
  kinds,
  combines,
});

/** The catalogue of spec launch.md §1. Two switches are not named after their field: tags and credential. */
export const PROMPTS: Readonly<Record<PromptField, PromptRule>> = {
  job_type: rule('job_type', JOB),
  limit: rule('limit', BOTH),
  scm_branch: rule('scm_branch', BOTH),
  job_tags: rule('tags', BOTH),
  skip_tags: rule('skip_tags', BOTH),
  diff_mode: rule('diff_mode', JOB),
  verbosity: rule('verbosity', JOB),
  forks: rule('forks', JOB),
  timeout: rule('timeout', JOB),
  inventory: rule('inventory', BOTH),
  // after the inventory, whose hosts bound it
  job_slice_count: rule('job_slice_count', JOB),
  execution_environment: rule('execution_environment', JOB),
  credentials: rule('credential', JOB, 'per_class'),
  labels: rule('labels', BOTH, 'adds'),
  instance_groups: rule('instance_groups', JOB, 'replaces_list'),
  extra_vars: rule('variables', BOTH, 'merges_keys'),
};

const LISTS: readonly PromptField[] = ['credentials', 'labels', 'instance_groups', 'extra_vars'];

const scalarFields = (kind: TemplateKind): readonly ScalarField[] =>
  (Object.keys(PROMPTS) as PromptField[]).filter(
    (field): field is ScalarField => !LISTS.includes(field) && PROMPTS[field].kinds.includes(kind),
  );

/** Prompts of one value that each kind knows; empty for kinds that take no prompts. */
export const SCALARS: Readonly<Record<TemplateKind, readonly ScalarField[]>> = {
  job_template: scalarFields('job_template'),
  workflow_job_template: scalarFields('workflow_job_template'),
  project: [],
  inventory_source: [],
  system_job_template: [],
  workflow_approval_template: [],
};

/** Every one-value prompt there is, in catalogue order. */
export const ALL_SCALARS: readonly ScalarField[] = SCALARS.job_template;

export const isKnown = (kind: TemplateKind, field: PromptField): boolean => PROMPTS[field].kinds.includes(kind);

/** Whether the kind has prompts at all; system job templates know a few variables only (spec system-jobs.md). */
export const takesPrompts = (kind: TemplateKind): boolean =>
  kind === 'job_template' || kind === 'workflow_job_template';
