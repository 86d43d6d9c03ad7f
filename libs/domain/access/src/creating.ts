import { type Holdable, type Holdings, holds } from './holdings.js';
import { type Permission, may } from './policy.js';
import { type GuardedKind, conditionsOf } from './rights.js';
import type { Viewer } from './viewer.js';

/** Where an object is created, and the role that creating it there needs. */
export interface Creating {
  readonly place: 'organization' | 'inventory' | 'project';
  readonly role: string;
}

/** undefined: creating it needs no role in any one place. */
export const creatingOf = (kind: string): Creating | undefined => {
  const [first = ''] = conditionsOf(kind, 'create') ?? [];
  const [, place, role] = /^(organization|inventory|project)\.(\w+_role)$/.exec(first) ?? [];
  return place === undefined || role === undefined ? undefined : { place: place as Creating['place'], role };
};

/** May the viewer create an object of the kind in this place? */
export const mayCreate = (viewer: Viewer, held: Holdings, kind: GuardedKind, place: Holdable | null): Permission => {
  const creating = creatingOf(kind);
  if (!creating || viewer.isSuperuser) return may(viewer, held, 'create', { type: kind, id: 0, guardian: null });
  const rule = `${creating.place}.${creating.role}`;
  return { allowed: place !== null && holds(held, place, creating.role), rule };
};
