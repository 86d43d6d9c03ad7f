import type { ProvenanceEntry } from '@application/audit';
import type { JsonObject } from '@domain/kernel';

// Aliases, not interfaces: only these can be handed on as JSON. docs/preview.md tells of them.

/** A right that the user lacks on something the launch names. */
export type LackedRight = { readonly type: string; readonly id: number; readonly right: string };

/** The verdict of the policy. */
export type PermissionPreview = {
  readonly allowed: boolean;
  /** The rule on the template that decided. */
  readonly rule: string;
  readonly lacking: readonly LackedRight[];
};

/** Hosts that the limit selects. */
export type HostsPreview = {
  readonly inventory: number;
  readonly limit: string;
  /** Null where they were too many to be tried. */
  readonly count: number | null;
  /** The first ones; null for those who may not read the inventory. */
  readonly names: readonly string[] | null;
  readonly problems: readonly { readonly term: string; readonly code: string; readonly message: string }[];
};

export type CredentialPreview = {
  readonly id: number;
  readonly name: string;
  readonly passwords_needed: readonly string[];
};

/** What one launch would come to. */
export type LaunchPreview = {
  /** What would be created. */
  readonly type: string;
  readonly template: JsonObject;
  readonly would_start: boolean;
  /** Why a launch that nobody waits for would end in `error`; null when it would not. */
  readonly explanation: string | null;
  /** Body of the 400; `{}` for none. */
  readonly errors: JsonObject;
  readonly ignored_fields: JsonObject;
  readonly missing: {
    readonly passwords: readonly string[];
    readonly variables: readonly string[];
    readonly resources: readonly string[];
  };
  readonly slices: number;
  readonly values: readonly ProvenanceEntry[];
  readonly credentials: readonly CredentialPreview[];
  readonly hosts: HostsPreview | null;
};

/** How a node of a workflow comes to run. */
export type NodePreview = {
  readonly id: number;
  readonly identifier: string;
  readonly starts: 'at_once' | 'after_parents';
  readonly parents: readonly { readonly node: number; readonly edge: string }[];
  readonly all_parents_must_converge: boolean;
  /** Null: it is gone, and the node will count as failed. */
  readonly template: JsonObject | null;
  /** Null for those who may not read the node's template or what is saved on the node, and where the template is gone. */
  readonly launch: LaunchPreview | null;
};
