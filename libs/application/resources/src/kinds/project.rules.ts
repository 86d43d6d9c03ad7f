import type { FieldErrors } from '@domain/kernel';
import type { Draft, Fields, Lookup, ResourceRules } from '../declaration/rules.js';
import { checkoutPath } from './checkout-path.js';

const UPDATE_OPTIONS = ['scm_clean', 'scm_delete_on_update', 'scm_track_submodules', 'scm_update_on_launch'];
const NOT_FOR_MANUAL = 'Update options must be set to false for manual projects.';

const manualErrors = (next: Fields): FieldErrors =>
  Object.fromEntries(
    UPDATE_OPTIONS.filter((option) => next[option] === true).map((option) => [option, [NOT_FOR_MANUAL]]),
  );

const remoteErrors = (next: Fields): FieldErrors => ({
  ...(next['scm_url'] === '' && next['scm_type'] !== 'insights' && { scm_url: ['SCM URL is required.'] }),
  ...(next['scm_branch'] !== '' &&
    next['scm_type'] === 'archive' && { scm_branch: ['SCM branch cannot be used with archive projects.'] }),
  ...(next['scm_refspec'] !== '' &&
    next['scm_type'] !== 'git' && { scm_refspec: ['SCM refspec can only be used with git projects.'] }),
});

/** A path stays below the projects root. */
const pathErrors = ({ local_path: path }: Fields): FieldErrors =>
  typeof path === 'string' && (path.startsWith('/') || path.split('/').some((part) => part === '..' || part === '.'))
    ? { local_path: ['Invalid path choice.'] }
    : {};

const credentialErrors = async (next: Fields, lookup: Lookup): Promise<FieldErrors> => {
  const id = next['credential'];
  if (typeof id !== 'number') return {};
  const wanted = next['scm_type'] === 'insights' ? 'insights' : 'scm';
  const credential = await lookup.find('credential', id);
  const type = await lookup.find('credential_type', Number(credential?.['credential_type']));
  return type?.['kind'] === wanted ? {} : { credential: [`Credential kind must be '${wanted}'.`] };
};

/** What templates rely on may not be taken from under them. */
const dependentErrors = async ({ id, next, current }: Draft, lookup: Lookup): Promise<FieldErrors> => {
  if (!current) return {};
  const isMoved = next['organization'] !== current['organization'];
  const isClosed = current['allow_override'] === true && next['allow_override'] === false;
  if (!isMoved && !isClosed) return {};
  const templates = await lookup.idsWhere('job_template', { project: id });
  if (isMoved && templates.length > 0)
    return { organization: ['Organization cannot be changed when in use by job templates.'] };
  const dependent = isClosed ? await overriding(templates, lookup) : [];
  return dependent.length === 0
    ? {}
    : {
        allow_override: [
          `One or more job templates depend on branch override behavior for this project (ids: ${dependent.join(' ')}).`,
        ],
      };
};

const overriding = async (templates: readonly number[], lookup: Lookup): Promise<readonly number[]> => {
  const found = await Promise.all(templates.map((id) => lookup.find('job_template', id)));
  return found.flatMap((template) =>
    template && (template['ask_scm_branch_on_launch'] === true || template['scm_branch'] !== '') ? [template.id] : [],
  );
};

export const projectRules: ResourceRules = {
  impossible: ({ scm_type }) => (scm_type === '' ? ['start', 'schedule', 'copy'] : []),
  check: async (draft, { lookup }) => {
    const { next, current, id } = draft;
    const isManual = next['scm_type'] === '';
    const errors = {
      ...(isManual ? manualErrors(next) : remoteErrors(next)),
      ...pathErrors(next),
      ...(await credentialErrors(next, lookup)),
      ...(await dependentErrors(draft, lookup)),
    };
    const wasManual = current === null || current['scm_type'] === '';
    return isManual || !wasManual ? { errors } : { errors, set: { local_path: checkoutPath(id, next['name']) } };
  },
};
