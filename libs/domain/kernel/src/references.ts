import type { Json } from './json.js';

/** Another aggregate as it was when it was looked at: `{"ref": "jt-8", "rev": 19, "id": 8, "name": "Deploy app"}` (spec events.md §2). */
export interface Ref {
  /** Stream name. */
  readonly ref: string;
  /** Revision that was read. */
  readonly rev: number;
  readonly id: number;
  readonly name: string;
}

export type ActorKind = 'user' | 'schedule' | 'workflow' | 'host' | 'webhook' | 'runner' | 'timer' | 'system';

/** Who caused an event. The name is copied, so that it survives deletion. */
export interface Actor {
  readonly kind: ActorKind;
  readonly id: number | null;
  readonly name: string;
}

export const SYSTEM_ACTOR: Actor = { kind: 'system', id: null, name: 'cairn' };

/** Ciphertext of one secret value. `mac` is a keyed hash: equal secrets have equal macs, nothing else can be told from it. */
export interface Sealed {
  readonly sealed: { readonly kid: string; readonly iv: string; readonly ct: string; readonly tag: string };
  readonly mac: string;
}

/** One variable or prompt value inside an event: plain, or sealed. Wrapped, so that user data can never pass for a secret. */
export type Value = { readonly v: Json } | Sealed;

export const isSealed = (value: Value): value is Sealed => 'sealed' in value;

/** Top-level variables by name. Own keys only; a key may be any string, `__proto__` included. */
export type Variables = Readonly<Record<string, Value>>;

/** What every view shows instead of a secret. */
export const MASK = '$encrypted$';
