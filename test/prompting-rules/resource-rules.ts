import type { ProvenRule } from './proven-rule.js';

const ASKED = 'test/api-rules/rules/kind-rules.ts';
const ACTIONS = 'test/api-rules/rules/action-rules.ts';
const KINDS = 'libs/application/resources/src/kinds/rules.spec.ts';
const COPIES = 'libs/application/resources/src/copying/copy-api.spec.ts';
const RIGHTS = 'libs/application/resources/src/writing/reference-rights.spec.ts';
const SERVICE = 'libs/application/resources/src/writing/resource-service.spec.ts';

/** Spec resources.md, the parts about what is launched and with which credentials. */
export const RESOURCE_RULES: readonly ProvenRule[] = [
  ['O5', ACTIONS, '5 a copy has labels and credentials of the original'],
  ['O5 name', ACTIONS, '5 another name'],
  ['O5 what is copied', COPIES, 'of a job template have its links in order and its survey, but not its jobs'],
  ['O5 inventory', COPIES, 'of an inventory have its hosts and groups, linked as they were'],
  ['O5 credential', COPIES, 'of a credential keep its secrets, under keys of their own'],
  ['O5 rights', COPIES, 'need the right to create an equal object, and use of what a job template names'],
  ['O11 kinds', ASKED, '11 custom kinds are cloud and net'],
  ['O11 managed', ASKED, '11 managed types stay'],
  ['O11 in use', KINDS, 'fill in the type of each input, and protect a type in use'],
  ['O11.1', ASKED, 'field IDs must be unique (x)'],
  ['O11.2', ASKED, 'Must use multi-file syntax'],
  ['O11.2 environment', ASKED, 'Ansible is not reconfigured'],
  ['O11.2 at run time', 'test/worker/preparation.spec.ts', "describe('opens credentials'"],
  ['O11.3', 'libs/adapters/ansible/src/credentials.spec.ts', 'describe('],
  ['O12.1 owner', ASKED, '12.1 one owner'],
  ['O12.1 type', ASKED, '12.1 the type stays while it is used'],
  ['O12.2 inputs', ASKED, '12.2 only inputs of the type'],
  ['O12.2 secrets in texts', ASKED, '12.2 secrets are not part of refusals'],
  ['O12.2 required', ASKED, '12.2 required inputs may come later'],
  ['O12.2 choices', KINDS, "is not one of ['low', 'high']"],
  ['O12.2 keys', KINDS, 'must be set when SSH key is encrypted.'],
  ['O12.2 vault id', ASKED, '12.2 vault ids have no @'],
  ['O12.2 vault id stays', KINDS, 'Vault IDs cannot be changed once they have been created.'],
  ['O12.2 net', KINDS, 'cannot be set unless "Authorize" is set'],
  ['O12.3 shown', ASKED, '12.3 secrets are shown as a placeholder'],
  ['O12.3 created', ASKED, '12.3 the placeholder is no password'],
  ['O12.3 changed', SERVICE, 'keeps secrets out of the log, and the stored ones where the mask is sent'],
  ['O12.3 ASK', ASKED, '12.3 ASK is shown'],
  ['O12.4', 'test/access/matrix.spec.ts', 'is what the specification says, for every operation and every role'],
  ['O12.5', ACTIONS, '12.5 one of a kind'],
  ['O12.5 kinds', ASKED, '12.5 source control is none for templates'],
  ['O14 inventory', ASKED, '14 an inventory, now or at launch'],
  ['O14 project', ASKED, '14 a project'],
  ['O14 playbook', ASKED, '14 one of the project'],
  ['O14 branch', ASKED, '14 branches need a project that allows them'],
  ['O14 forks', KINDS, 'Maximum number of forks (200) exceeded.'],
  ['O14 variables', ASKED, '14 variables are text'],
  ['O14 names', ASKED, '14 names are unique within an organization'],
  ['O14 organization', ASKED, '14 the organization follows the project'],
  ['O14 rights', RIGHTS, 'a job template needs use of project and inventory, however the ids are written'],
  ['O14 harmless changes', RIGHTS, 'an administrator of a template without them changes only what is harmless'],
];
