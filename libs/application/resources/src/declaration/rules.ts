import type { FieldErrors, Json, JsonObject } from '@domain/kernel';
import type { Viewer } from '@domain/access';
import type { ResourceType } from './field.js';

/** Values by field name; inside `inputs` of a stored credential each value is wrapped or sealed. */
export type Fields = Readonly<Record<string, Json>>;

/** Narrow sight of the other resources, for rules. `find` and `linked` read streams, so they are never behind. */
export interface Lookup {
  find(type: ResourceType, id: number): Promise<(Fields & { readonly id: number }) | undefined>;
  /** Ids of objects with these column values, ascending. */
  idsWhere(
    type: ResourceType,
    where: Readonly<Record<string, string | number | boolean | null>>,
  ): Promise<readonly number[]>;
  /** Ids linked to an object by a relation, in order. */
  linked(type: ResourceType, relation: string, id: number): Promise<readonly number[]>;
  /** Ids of objects whose relation links to the child. */
  linking(type: ResourceType, relation: string, childId: number): Promise<readonly number[]>;
}

/** Files of projects, from the colleague that owns them: the playbooks a template may name. */
export interface Playbooks {
  /** undefined: not known (no checkout yet), then any name passes. */
  list(project: Fields & { readonly id: number }): Promise<readonly string[] | undefined>;
}

/** A write on its way: what was sent, what it comes to, what was there before. */
export interface Draft {
  readonly id: number;
  readonly body: JsonObject;
  /** All writable fields after coercion (create, PUT) or only those sent (PATCH). */
  readonly sent: Fields;
  /** The object as it would be. */
  readonly next: Fields;
  readonly current: Fields | null;
  readonly reveal?: Fields;
}

export interface RuleContext {
  readonly viewer: Viewer;
  readonly lookup: Lookup;
  readonly playbooks: Playbooks;
}

/** What a rule says: field errors, and fields it sets (`organization` follows the project). It throws DomainErrors for other refusals. */
export interface Verdict {
  readonly errors?: FieldErrors;
  readonly set?: Fields;
  /** Secrets that the answer to this write shows, and no other. */
  readonly reveal?: Fields;
}

export interface ResourceRules {
  /** Real rules on create and change, after coercion. */
  readonly check?: (draft: Draft, context: RuleContext) => Promise<Verdict>;
  /** Before a delete; throws to refuse. */
  readonly beforeDelete?: (current: Fields & { readonly id: number }, context: RuleContext) => Promise<void>;
  /** Before an attach or detach; throws to refuse. */
  readonly beforeAttach?: (link: Link, context: RuleContext) => Promise<void>;
  /** Capabilities that nobody has on such an object, whatever the rights: a manual project has nothing to update from. */
  readonly impossible?: (current: Fields & { readonly id: number }, viewer: Viewer) => readonly string[];
}

export interface Link {
  readonly parent: Fields & { readonly id: number };
  readonly child: Fields & { readonly id: number };
  readonly relation: string;
  /** Linked before, in order. */
  readonly present: readonly number[];
}
