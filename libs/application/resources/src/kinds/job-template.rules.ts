import { type FieldErrors, refused } from '@domain/kernel';
import { exclusivityLabel } from './credential-exclusivity.js';
import { callbackKeyErrors, wishedCallbackKey } from './callback-key.js';
import type { Draft, Fields, Link, Lookup, ResourceRules, RuleContext } from '../declaration/rules.js';
import { textOf } from '../declaration/text.js';

export const MAX_FORKS = 200;
const TEMPLATE_KINDS: readonly unknown[] = ['ssh', 'vault', 'cloud', 'net', 'kubernetes'];
const NO_BRANCH = 'Project does not allow overriding branch.';

type Found = Fields & { readonly id: number };

const branchErrors = (next: Fields, project: Found): FieldErrors => {
  if (project['allow_override'] === true) return {};
  return {
    ...(next['scm_branch'] !== '' && { scm_branch: [NO_BRANCH] }),
    ...(next['ask_scm_branch_on_launch'] === true && { ask_scm_branch_on_launch: [NO_BRANCH] }),
  };
};

const playbookErrors = async (next: Fields, project: Found, { playbooks }: RuleContext): Promise<FieldErrors> => {
  if (!next['playbook']) return { playbook: ['Must select playbook for project.'] };
  if (project['scm_type'] !== '' && project['allow_override'] === true) return {};
  const known = await playbooks.list(project);
  if (!known || known.includes(textOf(next['playbook']))) return {};
  return { playbook: ['Playbook not found for project.'] };
};

const inventoryErrors = (next: Fields): FieldErrors =>
  next['inventory'] === null && next['ask_inventory_on_launch'] !== true
    ? { inventory: ['You must either set a default value or ask to prompt on launch.'] }
    : {};

const ownErrors = ({ next }: Draft): FieldErrors => ({
  ...(Number(next['forks']) > MAX_FORKS && { forks: [`Maximum number of forks (${MAX_FORKS}) exceeded.`] }),
});

/** AWX looks at one thing after another and tells the first that is wrong. */
const check: NonNullable<ResourceRules['check']> = async (draft, context) => {
  const key = wishedCallbackKey(draft);
  const next = { ...draft.next, ...key };
  const own = { ...ownErrors(draft), ...callbackKeyErrors(next) };
  if (Object.keys(own).length > 0) return { errors: own };
  const projectId = next['project'];
  const project = typeof projectId === 'number' ? await context.lookup.find('project', projectId) : undefined;
  if (!project) return { errors: { project: ['Job Templates must have a project assigned.'] } };
  const steps = [
    () => branchErrors(next, project),
    () => playbookErrors(next, project, context),
    () => inventoryErrors(next),
  ];
  for (const step of steps) {
    const errors = await step();
    if (Object.keys(errors).length > 0) return { errors };
  }
  return { set: { organization: project['organization'] ?? null, ...key } };
};

const refuseCredential = async ({ child, present }: Link, lookup: Lookup): Promise<void> => {
  const type = await lookup.find('credential_type', Number(child['credential_type']));
  if (!TEMPLATE_KINDS.includes(type?.['kind']))
    throw refused({ error: `Cannot assign a Credential of kind \`${textOf(type?.['kind'])}\`.` });
  const label = exclusivityLabel(child, type);
  for (const id of present) {
    const other = await lookup.find('credential', id);
    const otherType = other && (await lookup.find('credential_type', Number(other['credential_type'])));
    if (other && exclusivityLabel(other, otherType) === label)
      throw refused({ error: `Cannot assign multiple ${label} credentials.` });
  }
};

/** Without a project, or an inventory to come from anywhere, there is nothing to run. */
const isRunnable = (current: Fields): boolean =>
  current['project'] !== null && (current['inventory'] !== null || current['ask_inventory_on_launch'] === true);

export const jobTemplateRules: ResourceRules = {
  impossible: (current) => (isRunnable(current) ? [] : ['start', 'schedule', 'copy']),
  check,
  beforeAttach: async (link, { lookup }) => {
    if (link.relation === 'credentials') await refuseCredential(link, lookup);
    if (link.relation === 'labels' && link.present.length >= 100)
      throw refused({ msg: 'Maximum number of labels for job template reached.' });
  },
};
