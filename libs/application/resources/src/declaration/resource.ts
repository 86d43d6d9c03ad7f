import type { IdSpace } from '@application/ports';
import type { Action } from '@domain/access';
import type { FieldDeclaration, ResourceType } from './field.js';
import type { ResourceRules } from './rules.js';

/** Uniqueness over some fields; claimed through a reservation stream. References count by id, null by itself. */
export interface UniqueConstraint {
  readonly fields: readonly string[];
  /** Key and text of the 400: `{"__all__": ["Host with this Name and Inventory already exists."]}`. */
  readonly errorKey: string;
  readonly message: string;
  /** When false for the given values, nothing is claimed (a local path of a manual project only). */
  readonly applies?: (values: Readonly<Record<string, unknown>>) => boolean;
}

/**
 * A sublist `<url><path>/`.
 * `links`: many to many, attached and detached. `owned`: the child holds the parent in `foreignKey`; detaching deletes.
 * `reverse`: as owned, but only listed. `incoming`: read through the other side's `links` relation named `via`.
 */
export interface RelationDeclaration {
  readonly name: string;
  readonly path: string;
  readonly target: ResourceType;
  readonly kind: 'links' | 'owned' | 'reverse' | 'incoming';
  readonly ordered: boolean;
  /** A body without `id` creates a child. */
  readonly creates: boolean;
  readonly foreignKey?: string;
  readonly via?: string;
}

/** An implicit role of each object; who inherits it is in `@domain/access`. */
export interface RoleDeclaration {
  readonly field: string;
  readonly name: string;
  readonly description: string;
  /** Shown for an organization's admin and member role. */
  readonly userOnly?: boolean;
}

/** Everything known of one kind; from it come commands, table, filters, OPTIONS, `related` and `summary_fields`. */
export interface ResourceDeclaration {
  readonly type: ResourceType;
  /** Path segment: `/api/v2/<path>/`. */
  readonly path: string;
  /** Prefix of event names: `JobTemplate` gives `JobTemplateCreated`. */
  readonly noun: string;
  /** AWX's class name, in messages: `JobTemplate has no field named 'x'`. */
  readonly model: string;
  /** AWX's title-case model name, for `Credential 'id' field is missing.` and OPTIONS. */
  readonly title: string;
  /** What OPTIONS calls the type where it is not the title. */
  readonly typeLabel?: string;
  /** Name of the list in OPTIONS where it is not `<title> List`. */
  readonly listTitle?: string;
  /** Stream prefix: `jt` gives `jt-8`. */
  readonly prefix: string;
  readonly idSpace: IdSpace;
  /** Field that names an object. */
  readonly nameField: string;
  /** Shows `created_by`, `modified_by`. */
  readonly signed: boolean;
  readonly methods: readonly ('POST' | 'PUT' | 'PATCH' | 'DELETE')[];
  readonly fields: readonly FieldDeclaration[];
  readonly unique: readonly UniqueConstraint[];
  readonly relations: readonly RelationDeclaration[];
  /** Keys of `related` below the object's own URL: key → path segment. */
  readonly related: Readonly<Record<string, string>>;
  readonly roles: readonly RoleDeclaration[];
  /** `user_capabilities`: what it is called → the right that it needs. */
  readonly capabilities: Readonly<Record<string, Action>>;
  readonly ordering: readonly string[];
  readonly search: readonly string[];
  /** What OPTIONS names as searched where it is not the same. */
  readonly searchFields?: readonly string[];
  readonly rules: ResourceRules;
  /** Superusers and system auditors alone may see them; others are refused the list itself. */
  readonly isForOverseers: boolean;
}

export const urlOf = (declaration: Pick<ResourceDeclaration, 'path'>, id: number): string =>
  `/api/v2/${declaration.path}/${id}/`;

export const streamOf = (declaration: Pick<ResourceDeclaration, 'prefix'>, id: number): string =>
  `${declaration.prefix}-${id}`;
