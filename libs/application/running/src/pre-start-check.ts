import type { JobKind } from '@domain/launch';
import type { OpenedCredential } from './run-credentials.js';

/** Why a job with these credentials may not start, as AWX says it (spec jobs.md §3.4); null when it may. */
export const preStartCheck = (kind: JobKind, opened: readonly OpenedCredential[]): string | null => {
  const incomplete = opened.find(({ lacking }) => lacking.length > 0);
  if (incomplete) {
    const { credential, lacking } = incomplete;
    const what = `Credential ${credential.name} does not provide one or more required fields (${lacking.join(', ')}).`;
    return `${kind === 'project_update' ? 'Project Update' : 'Job'} cannot start because ${what}`;
  }
  const untyped = opened.flatMap((one) => one.untyped);
  return untyped.length > 0 ? `Missing needed fields: ${untyped.join(', ')}.` : null;
};
