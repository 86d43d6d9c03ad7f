import type { Json, Value } from '@domain/kernel';

/** A field inside an event: plain JSON; a credential's inputs hold a wrapped value or a sealed secret per input. */
export type StoredValue = Json | Readonly<Record<string, Value>>;
export type StoredFields = Readonly<Record<string, StoredValue>>;

/** A reservation that a resource relies on: stream of the name, and the claim made there. */
export interface Claim {
  readonly name: string;
  readonly token: string;
}

/** The other end of a link, with the name it had. */
export interface Linked {
  readonly ref: string;
  readonly id: number;
  readonly name: string;
}

export interface Role {
  readonly id: number;
  readonly field: string;
}

export interface Grantee {
  readonly kind: 'user' | 'team';
  readonly id: number;
  readonly name: string;
}

export interface Change {
  readonly field: string;
  readonly old: StoredValue;
  readonly new: StoredValue;
}

export interface Created {
  readonly id: number;
  readonly name: string;
  readonly fields: StoredFields;
  /** Ids of the object's implicit roles, by role field. */
  readonly roles: Readonly<Record<string, number>>;
  readonly claims: readonly Claim[];
}

export interface Changed {
  readonly name: string;
  readonly changes: readonly Change[];
  /** All claims from now on; absent when they stay. */
  readonly claims?: readonly Claim[];
}

/** A survey as stored: its text verbatim, except that a password question's default is taken out and sealed. */
export interface StoredSurvey {
  readonly name: string;
  readonly description: string;
  readonly questions: readonly Json[];
  /** Sealed defaults by variable. */
  readonly secrets: Readonly<Record<string, Value>>;
}

export type ResourceEvent =
  | { readonly type: `${string}Created`; readonly data: Created }
  | { readonly type: `${string}Changed`; readonly data: Changed }
  | { readonly type: `${string}Deleted`; readonly data: { readonly id: number; readonly name: string } }
  | { readonly type: `${string}Attached`; readonly data: { readonly relation: string; readonly child: Linked } }
  | { readonly type: `${string}Detached`; readonly data: { readonly relation: string; readonly child: Linked } }
  | { readonly type: 'RoleGranted'; readonly data: { readonly role: Role; readonly to: Grantee } }
  | { readonly type: 'RoleRevoked'; readonly data: { readonly role: Role; readonly to: Grantee } }
  | { readonly type: 'SurveySpecReplaced'; readonly data: StoredSurvey }
  | { readonly type: 'SurveySpecRemoved'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'CreationAbandoned'; readonly data: { readonly claim: Claim } }
  | { readonly type: 'NameForgone'; readonly data: { readonly claim: Claim } };

export type ResourceCommand =
  | {
      readonly type: 'CreateResource';
      readonly data: Created & { readonly admin: { readonly role: Role; readonly to: Grantee } | null };
    }
  | {
      readonly type: 'ChangeResource';
      readonly data: {
        readonly name: string;
        readonly fields: StoredFields;
        readonly claims: readonly Claim[] | null;
      };
    }
  | { readonly type: 'DeleteResource' }
  | { readonly type: 'AttachResource'; readonly data: { readonly relation: string; readonly child: Linked } }
  | { readonly type: 'DetachResource'; readonly data: { readonly relation: string; readonly child: Linked } }
  | { readonly type: 'GrantRole'; readonly data: { readonly role: Role; readonly to: Grantee } }
  | { readonly type: 'RevokeRole'; readonly data: { readonly role: Role; readonly to: Grantee } }
  | { readonly type: 'ReplaceSurvey'; readonly data: StoredSurvey }
  | { readonly type: 'RemoveSurvey' }
  /** Somebody else wants a name that this stream claimed but may not use. */
  | { readonly type: 'ForgoName'; readonly data: { readonly claim: Claim } };
