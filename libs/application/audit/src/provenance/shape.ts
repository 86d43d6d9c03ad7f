import type { Json, JsonObject } from '@domain/kernel';

// Aliases, not interfaces: only these can be handed on as JSON.

/** Where a value comes from. Every member is always there; null: unknown, or it does not apply. */
export type SourceView = {
  readonly source: string;
  /** Stream that holds the value: `?stream=` of the event history. */
  readonly ref: string | null;
  /** Revision of that stream which was read. */
  readonly rev: number | null;
  readonly node: number | null;
  /** What the template's rules made of the offer. */
  readonly gate: string | null;
  readonly actor: JsonObject | null;
  /** Where the source in turn had the value from. */
  readonly origin: SourceView | null;
  /** In words. */
  readonly text: string;
};

/** A value. A secret is shown as the mask. */
export type ValueView = {
  readonly value: Json;
  readonly secret: boolean;
  /** Keyed hash of a secret, for those who may read everything: equal secrets have equal ones. Others could guess with it. */
  readonly mac: string | null;
};

/** A value with its source. */
export type OfferView = SourceView & ValueView;

/** An offer that was refused, and what came of it. */
export type RejectionView = OfferView & {
  readonly code: string;
  readonly message: string;
  /** `ignored`: the caller was told; `dropped`: the job runs without it. */
  readonly consequence: 'ignored' | 'dropped';
};

/** How one value of a job was chosen (docs/audit.md). */
export type ProvenanceEntry = ValueView & {
  readonly field: string;
  /** Variable, class of credential, or id of a label; null for fields of one value. */
  readonly key: string | null;
  readonly winner: SourceView | null;
  readonly rule: string;
  /** Strongest first. */
  readonly shadowed: readonly OfferView[];
  readonly rejected: readonly RejectionView[];
  readonly explanation: string;
};

/** One step towards whoever set everything off: a job and what launched it, or a schedule and who made it. */
export type LaunchStep = {
  readonly stream: string;
  readonly kind: string;
  readonly id: number;
  readonly name: string;
  /** Null for a schedule. */
  readonly launch_type: string | null;
  readonly trigger: JsonObject;
  readonly at: string;
  readonly actor: JsonObject;
  readonly explanation: string;
};

/** Everything a job ran with and why, and who launched it all the way up. */
export type Provenance = {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly stream: string;
  readonly template: JsonObject | null;
  readonly correlation: string;
  readonly requested: Json;
  /** This job first, the outermost last. */
  readonly launched: readonly LaunchStep[];
  readonly values: readonly ProvenanceEntry[];
};
