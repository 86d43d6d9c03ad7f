import type { DomainEvent, EventCatalog, Ref } from '@domain/kernel';

/** Why a call started nothing (spec callbacks.md §2.1). */
export type CallbackReason =
  | 'unreadable'
  | 'key_missing'
  | 'template_missing'
  | 'key_wrong'
  | 'too_many_attempts'
  | 'inventory_missing'
  | 'no_host'
  | 'many_hosts'
  | 'input_needed'
  | 'already_pending'
  | 'not_started';

/** Where a call came from, as far as it is believed; texts of the caller are cut and cleaned before they come here. */
export interface SeenCaller {
  /** Of the peer, or of the one that a trusted proxy speaks for; null in a summary of several callers. */
  readonly address: string | null;
  /** Everything the caller may be known by: addresses, names of forwarding headers, names by reverse look-up. */
  readonly candidates: readonly string[];
  /** Headers that were believed, by AWX's names; `REMOTE_ADDR` is the peer. */
  readonly headers: readonly string[];
  /** The peer is a listed proxy. */
  readonly isTrusted: boolean;
}

/** Hosts whose names were looked at: how many, and the first of the names they are reached by. */
export interface Comparison {
  readonly hosts: number;
  readonly names: readonly string[];
}

/** A host as it was then. */
export interface MatchedHost {
  readonly id: number;
  readonly name: string;
}

/** What is known of a call when it ends; never the key. */
export interface CallRecord {
  readonly caller: SeenCaller;
  readonly compared: Comparison;
  /** At most as many as are told of the comparison. */
  readonly matched: readonly MatchedHost[];
}

export interface CallbackRequestedData extends CallRecord {
  readonly template: Ref;
  /** Names of the variables that came along, values left out. */
  readonly variables: readonly string[];
  /** Reserved for the job that this call starts. */
  readonly job: number;
  /** When it was reserved: for so long has the job had time to appear. */
  readonly reservedAt?: string;
}

export interface CallbackRefusedData extends CallRecord {
  /** By id: there may be no such template. Null for a path that names none. */
  readonly template: number | null;
  readonly reason: CallbackReason;
  /** What the caller was told. */
  readonly answer: string;
  /** Calls this stands for: repeats within a short time are told together. */
  readonly count: number;
  /** When the first of several was made. */
  readonly since?: string;
  /** The job that was given up, when one had been reserved. */
  readonly job?: number;
}

/** Streams `callback-N` of a template, `callback-N-H` of a host that may call it. */
export type CallbackEvent =
  DomainEvent<'CallbackRequested', CallbackRequestedData> | DomainEvent<'CallbackRefused', CallbackRefusedData>;

/** What other streams tell of a host's jobs. */
export interface JobsOfHost {
  /** The job of an earlier call that is known to be over. */
  readonly ended: number | null;
  /** Another active job of the template that is limited to the host, whoever launched it. */
  readonly active: number | null;
}

/** A host that was recognised wants its job. */
export interface RequestCallback extends JobsOfHost {
  readonly type: 'RequestCallback';
  readonly data: CallbackRequestedData;
  /** Whether the job could run at all. */
  readonly isStartable: boolean;
}

/** The job of a call did not come to be. */
export interface GiveUpCallback {
  readonly type: 'GiveUpCallback';
  readonly data: CallbackRefusedData & { readonly job: number };
}

export type CallbackCommand = RequestCallback | GiveUpCallback;

export const callbackCatalog: EventCatalog<CallbackEvent> = {
  CallbackRequested: {
    schema: 1,
    about:
      'A host called with the right key and was recognised; a job limited to it is started under the id told here.',
  },
  CallbackRefused: {
    schema: 1,
    about: 'A call started nothing, and why; repeats of one caller are told together. Keys are never told.',
  },
};
