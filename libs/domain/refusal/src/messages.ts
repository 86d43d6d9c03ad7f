import type { DomainEvent, EventCatalog, JsonObject } from '@domain/kernel';

/** What was refused, and how: the rule or problem, and the answer that was given. */
interface Refused {
  readonly at: string;
  readonly code: string;
  readonly answer: JsonObject;
}

export interface ObjectNamed {
  readonly kind: string;
  readonly id: number;
}

/** Somebody wanted to give a role, or to take it away. */
export interface RoleChange {
  readonly role: ObjectNamed & { readonly role: number; readonly field: string };
  /** Null: a user who was to be made for it. */
  readonly to: ObjectNamed | null;
  readonly change: 'grant' | 'revoke';
}

/** Somebody wanted to do something with a credential; null: to make one. */
export interface CredentialAccess {
  readonly credential: number | null;
  readonly action: string;
}

/** Somebody wanted to attach a credential to something, or to detach it. */
export interface CredentialAttachment {
  readonly credential: number | null;
  readonly holder: ObjectNamed;
}

/** Stream `refusals-N`: what user N was refused that concerns roles or credentials. */
export type RefusalEvent =
  | DomainEvent<'RoleChangeRefused', RoleChange & Refused>
  | DomainEvent<'CredentialAccessRefused', CredentialAccess & Refused>
  | DomainEvent<'CredentialAttachmentRefused', CredentialAttachment & Refused>
  | DomainEvent<'RefusalsLeftOut', { readonly at: string; readonly recorded: number }>;

/** A refusal on its way into the log. */
export type Refusal = Exclude<RefusalEvent, { type: 'RefusalsLeftOut' }>;

export interface RecordRefusal {
  readonly type: 'RecordRefusal';
  readonly refusal: Refusal;
}

export const refusalCatalog: EventCatalog<RefusalEvent> = {
  RoleChangeRefused: { schema: 1, about: 'A role was not given or taken away: who wanted it, for whom, and why not.' },
  CredentialAccessRefused: {
    schema: 1,
    about: 'A credential was not shown, used, changed or made, because of missing rights.',
  },
  CredentialAttachmentRefused: {
    schema: 1,
    about: 'A credential was not attached or detached: by the rights or by the rules of what carries it.',
  },
  RefusalsLeftOut: {
    schema: 1,
    about: 'So many refusals of one user in one hour that the rest of them is not recorded.',
  },
};
