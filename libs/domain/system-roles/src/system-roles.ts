import type { Decider, DomainEvent, EventCatalog } from '@domain/kernel';

/** Ids of the roles that are of the whole system and of no object. Users have them by their flags. */
export interface SystemRoleIds {
  readonly system_administrator: number;
  readonly system_auditor: number;
}

/** Stream `system-roles`. */
export type SystemRolesEvent = DomainEvent<'SystemRolesEstablished', SystemRoleIds>;

export const systemRolesCatalog: EventCatalog<SystemRolesEvent> = {
  SystemRolesEstablished: {
    schema: 1,
    about: 'The roles of system administrators and system auditors got their ids, once and for all.',
  },
};

/** Roles of the system, which get their ids once. */
export const systemRoles: Decider<SystemRoleIds | null, SystemRoleIds, SystemRolesEvent> = {
  initial: null,
  decide: (data, state) => (state === null ? [{ type: 'SystemRolesEstablished', data }] : []),
  evolve: (_state, { data }) => data,
};

/** The one stream of its kind. */
export const SYSTEM_ROLES_STREAM = 'system-roles';
