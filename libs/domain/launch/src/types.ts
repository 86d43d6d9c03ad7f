import type { Actor, FieldErrors, Json, JsonObject, Ref, Value, Variables } from '@domain/kernel';
import type { PromptField, ScalarField, TemplateKind } from './prompts.js';
import type { Survey } from './survey.js';

export type Scalar = string | number | boolean;

/** One-value prompts; null and absent both mean "not provided", `""`, `0` and `false` are values. */
export type ScalarPrompts = { readonly [Field in ScalarField]?: Scalar | null };

/** A resource by id, with the name it had. */
export interface Named {
  readonly id: number;
  readonly name: string;
}

/** What composing must know of a credential (spec launch.md §4). */
export interface CredentialRef extends Named {
  readonly typeId: number;
  /** Shown in messages: `Machine`, `Amazon Web Services`. */
  readonly typeName: string;
  /** ssh, vault, cloud, net, kubernetes, scm, … */
  readonly kind: string;
  /** Input of that name of a vault credential, `""` when it has none. */
  readonly vaultId: string;
  /** Password keys that must be typed at launch, as `passwordKeys` gives them. */
  readonly passwordsNeeded: readonly string[];
}

export interface ProjectForLaunch {
  readonly ref: Ref;
  readonly branch: string;
  readonly allowOverride: boolean;
  /** Its last update failed and it does not update on launch: there is no revision to run. */
  readonly lacksRevision: boolean;
}

export interface InventoryForLaunch {
  readonly name: string;
  /** Hosts that slicing can spread over. */
  readonly hosts: number;
  readonly pendingDeletion: boolean;
}

/** All that compose must know of a template, read at the moment of the decision. Never stored. */
export interface LaunchTarget {
  readonly ref: Ref;
  readonly kind: TemplateKind;
  /** The template's own values of the prompts its kind knows; `inventory` null = none. */
  readonly values: ScalarPrompts;
  /** The template's own `extra_vars`, parsed. */
  readonly variables: Variables;
  /** By prompt field, not by the switch's name: `{credentials: true}` is `ask_credential_on_launch`. Absent = false. */
  readonly asks: { readonly [Field in PromptField]?: boolean };
  /** Null unless enabled and with at least one question; see `readSurvey`. */
  readonly survey: Survey | null;
  readonly credentials: readonly CredentialRef[];
  readonly labels: readonly Named[];
  readonly instanceGroups: readonly Named[];
  /** Null for a job template without project, and for the kinds that have none. */
  readonly project: ProjectForLaunch | null;
  /** By id: the template's inventory and every one that a layer offers. */
  readonly inventories: Readonly<Record<string, InventoryForLaunch>>;
  /** Fields that are always the template's (playbook, become_enabled …), AWX's names; compose hands them to nobody. */
  readonly fixed: JsonObject;
}

export type SourceKind =
  | 'template'
  | 'survey_default'
  | 'node'
  | 'artifact'
  | 'workflow_job'
  | 'schedule'
  | 'launch'
  | 'relaunch'
  | 'callback'
  | 'webhook'
  | 'bulk'
  | 'injected';

/** What the rules of the template made of an offer (spec precedence.md §10). */
export type GateResult = 'accepted:ask' | 'accepted:survey' | 'noop' | 'bypassed' | 'rejected';

/** Where a value comes from (spec events.md §3). Built once per layer; compose adds `gate` and `origin`. */
export interface Source {
  readonly source: SourceKind;
  /** Stream that holds the value: `jt-8`, `wfjt-20`, `wfjob-401`, `schedule-12`, `job-402`. */
  readonly ref?: string;
  readonly rev?: number;
  /** Workflow (job) node the value belongs to. */
  readonly node?: number;
  readonly name?: string;
  /** The user behind it, where one is known. */
  readonly actor?: Actor;
  readonly gate?: GateResult;
  /** Where a workflow job in turn had the value from. */
  readonly origin?: Source;
}

/** For layers that pass on others' values: who gave each field and variable in the first place. */
export interface Origins {
  readonly fields: { readonly [Field in PromptField]?: Source };
  readonly variables: Readonly<Record<string, Source>>;
}

/** One source of prompts. Layers are handed over weakest first. Never stored. */
export interface Layer {
  readonly source: Source;
  /** `apply`: the template's rules decide. `bypass`: the values reach the job whatever the template asks for. */
  readonly gate: 'apply' | 'bypass';
  readonly prompts?: ScalarPrompts;
  /** Secrets sealed; see `passwordVariables` for what must be sealed before. */
  readonly variables?: Variables;
  /** Message for variables that could not be read as a mapping; `variables` is then absent. */
  readonly variablesError?: string;
  /** Absent = not given. In a manual launch the complete list, in every other mode additions. */
  readonly credentials?: readonly CredentialRef[];
  readonly labels?: readonly Named[];
  readonly instanceGroups?: readonly Named[];
  readonly origins?: Origins;
  /** Names that views must show masked on the job too, such as another survey's passwords. */
  readonly masks?: readonly string[];
  /** Clear text of sealed answers, looked at by the survey's checks and copied nowhere. */
  readonly revealed?: Readonly<Record<string, string>>;
}

export type LaunchMode = 'manual' | 'save-node' | 'save-schedule' | 'spawn' | 'schedule' | 'relaunch' | 'callback';

export interface ComposeRequest {
  readonly target: LaunchTarget;
  readonly mode: LaunchMode;
  /** Weakest first. */
  readonly layers: readonly Layer[];
  /** Names of the credential passwords that were typed. */
  readonly typedPasswords?: readonly string[];
  /** Highest `forks` a launch may ask for; 0 or absent = no limit (setting MAX_FORKS). */
  readonly maxForks?: number;
  /** False lets a node be saved without required answers (setting WORKFLOW_NODE_REQUIRE_SURVEY_ANSWERS). */
  readonly requireAnswers?: boolean;
  /** Launched with `extra_credentials`: no launch configuration is kept (spec launch.md §4.4). */
  readonly isLegacy?: boolean;
  /** The job is itself a slice, or is never to be sliced; absent: callbacks and relaunches are not. */
  readonly isUnsliced?: boolean;
  /** Workflow templates around a spawned workflow, innermost first: one of them again is recursion. */
  readonly enclosing?: readonly Named[];
}

/** Prompts as they are stored: only what was given, secrets sealed. */
export type RecordedPrompts = { readonly [Field in ScalarField]?: Scalar } & {
  readonly credentials?: readonly Named[];
  readonly labels?: readonly Named[];
  readonly instance_groups?: readonly Named[];
  readonly extra_vars?: Variables;
};

/** Everything a job runs with that a prompt could have changed. Fields the template's kind does not know are absent. */
export type EffectiveValues = ScalarPrompts & {
  readonly credentials: readonly Named[];
  readonly labels: readonly Named[];
  readonly instance_groups: readonly Named[];
  readonly extra_vars: Variables;
};

export type RejectionCode =
  | 'not_prompted'
  | 'variables_not_allowed'
  | 'variables_unreadable'
  | 'survey_invalid'
  | 'answer_missing'
  | 'branch_override_forbidden'
  | 'project_missing'
  | 'not_enough_hosts'
  | 'unknown_field'
  | 'variable_invalid'
  | 'password_required';

/** A value that took part. */
export interface Offer extends Source {
  readonly value: Value;
}

/** A value that the template's rules refused; `value` is null for an answer that is missing. */
export interface Rejection extends Source {
  readonly value: Value | null;
  readonly code: RejectionCode;
  readonly message: string;
}

/** What decided, in one word, for the reader of an audit. */
export type DecisionRule =
  | 'only_source'
  | 'template_stands'
  | 'prompt_over_template'
  | 'later_layer_wins'
  | 'bypasses_gate'
  | 'survey_default_over_template'
  | 'rejected_falls_back'
  | 'same_class_replaced'
  | 'added';

/**
 * How one value was chosen. Variables always have one, the other fields only when a layer offered something:
 * for the rest the template's value stands unopposed.
 */
export interface Decision {
  readonly field: PromptField;
  /** Variable name; for `credentials` the exclusivity class as shown in messages; for `labels` the label's id. */
  readonly key?: string;
  /** Null when nothing came through. */
  readonly effective: Value | null;
  /** Null exactly when `effective` is. */
  readonly winner: Source | null;
  readonly rule: DecisionRule;
  /** Strongest first. */
  readonly shadowed: readonly Offer[];
  readonly rejected: readonly Rejection[];
}

export type StartProblem = 'missing_resource' | 'passwords_needed' | 'recursion' | 'template_gone';

export type Startable =
  { readonly ok: true } | { readonly ok: false; readonly code: StartProblem; readonly explanation: string };

/** The result of composing, stored in the launch event as it is and never computed again. Survives JSON. */
export interface Composition {
  readonly template: Ref & { readonly kind: TemplateKind };
  readonly decisions: readonly Decision[];
  /** What came through the template's rules (for credentials: the difference to the template). Rights are checked on these. */
  readonly accepted: RecordedPrompts;
  readonly effective: EffectiveValues;
  /** What relaunch and create_schedule start from; null for legacy launches. */
  readonly launchConfig: RecordedPrompts | null;
  /** What was refused, as it was offered: `ignored_fields` of the answer. */
  readonly ignored: RecordedPrompts;
  /** Variables shown as `$encrypted$` for ever. */
  readonly masks: readonly string[];
  /** manual, save-*, relaunch: not empty = refuse with these. Other modes: for the record only. */
  readonly errors: FieldErrors;
  readonly startable: Startable;
  /** Keys that the credentials want typed, in order. */
  readonly passwordsNeeded: readonly string[];
  /** More than 1: a workflow job of that many slices is created instead of a job. */
  readonly slices: number;
}

/** A refused prompt as its own event carries it (spec events.md §4.3). */
export interface PromptRejectedData {
  readonly field: string;
  readonly key: string | null;
  readonly value: Json;
  readonly source: JsonObject;
  readonly code: string;
  readonly message: string;
  readonly consequence: 'ignored' | 'dropped';
}
