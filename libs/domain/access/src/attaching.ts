import type { GuardedKind, RightName } from './rights.js';

/** To attach one of these is to use it, secrets and capacity included. */
const isUsed = (kind: GuardedKind): kind is 'credential' | 'instance_group' =>
  kind === 'credential' || kind === 'instance_group';

/** What whoever changes an object must be allowed to do with what he attaches to it. */
export const actionToAttach = (kind: GuardedKind): 'use' | 'read' => (isUsed(kind) ? 'use' : 'read');

/** The same as a rule of an endpoint. */
export const rightToAttach = (kind: GuardedKind): RightName => (isUsed(kind) ? `${kind}.use` : `${kind}.read`);

/** What whoever changes a node or a schedule must be allowed to do with what it brings to a launch. */
export const rightToSave = (kind: 'credential' | 'label' | 'instance_group'): RightName =>
  kind === 'credential' ? 'credential.use' : `${kind}.read`;
