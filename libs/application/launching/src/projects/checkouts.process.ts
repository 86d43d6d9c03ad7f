import type { ReadStore, StoredEvent } from '@application/ports';
import { following, type ProcessManager } from '@application/processes';
import type { Actor } from '@domain/kernel';
import type { Changed, Created } from '@domain/resource';
import type { Launcher } from '../launched-data.js';
import type { ProjectUpdates } from './project-updates.js';

/** Fields whose change asks for another checkout, as in AWX. */
const SOURCE_FIELDS = ['scm_type', 'scm_url', 'scm_branch', 'scm_refspec'];

const LATER_UPDATE =
  "SELECT id FROM unified_job WHERE unified_job_template = ? AND type = 'project_update' AND created >= ? LIMIT 1";

/**
 * A project that was made, or whose source changed, is checked out. Delivered again, it looks for an update since then;
 * one too many would do no harm.
 */
export const projectCheckouts = (updates: ProjectUpdates, store: Pick<ReadStore, 'all'>): ProcessManager => ({
  name: 'project-checkouts',
  reactsTo: ['ProjectCreated', 'ProjectChanged'],
  handle: async (event) => {
    if (!touchesSource(event)) return;
    const project = Number(event.stream.slice(event.stream.lastIndexOf('-') + 1));
    const later = await store.all(LATER_UPDATE, [project, event.meta.at]);
    if (later.length === 0) await updates.launch(project, launcherOf(event.meta.actor), following(event, 'checkout'));
  },
});

const touchesSource = ({ type, data }: StoredEvent): boolean =>
  type === 'ProjectCreated'
    ? (data as Created).fields['scm_type'] !== ''
    : (data as Changed).changes.some(({ field }) => SOURCE_FIELDS.includes(field));

/** In the name of whoever wrote the project. */
const launcherOf = ({ kind, id, name }: Actor): Launcher => {
  const isUser = kind === 'user' && id !== null;
  return {
    launchType: 'manual',
    trigger: isUser ? { by: 'user' } : { by: 'system', reason: 'the source of the project changed' },
    launchedBy: isUser ? { id, name, type: 'user', url: `/api/v2/users/${id}/` } : null,
    createdBy: isUser ? { kind, id, name } : null,
    ancestors: [],
  };
};
