import type { ResourceApi } from '@application/resources';

export type { Caller, Described, SublistTarget, Target } from '@application/resources';

/**
 * What the API needs of the resources: bodies in AWX's shape come in, answers in AWX's shape go out, refusals are
 * DomainErrors. A write is answered from its own events, and what its caller reads next has it.
 */
export type ResourceService = Pick<
  ResourceApi,
  'create' | 'change' | 'remove' | 'relate' | 'list' | 'read' | 'idOf' | 'sublist' | 'describe'
>;

export const RESOURCE_SERVICE = Symbol('ResourceService');
