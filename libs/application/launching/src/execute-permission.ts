import { type Holdings, may, type Permission, type Viewer } from '@domain/access';
import type { LaunchTarget } from '@domain/launch';

/** May the viewer run this template, and by which rule? To run a project is to update it. */
export const executePermission = ({ kind, ref, fixed }: LaunchTarget, held: Holdings, viewer: Viewer): Permission => {
  const { organization = null } = fixed;
  const { id } = ref;
  const guardian = { type: kind, id, organization: typeof organization === 'number' ? organization : null };
  return may(viewer, held, kind === 'project' ? 'update' : 'execute', { type: kind, id, guardian });
};
