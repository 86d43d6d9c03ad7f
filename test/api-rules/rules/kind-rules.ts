import type { Rule } from './rule.js';

type Expected = Omit<Rule, 'rule' | 'ask'>;

const post = (rule: string, path: string, body: object, expected: Expected): Rule => ({
  rule,
  ask: ['POST', path, { body: body as never }],
  ...expected,
});

const patch = (rule: string, path: string, body: object, expected: Expected): Rule => ({
  rule,
  ask: ['PATCH', path, { body: body as never }],
  ...expected,
});

const invalid = (is: object): Expected => ({ status: 400, is: is as never });
const forbidden = (detail: string): Expected => ({ status: 403, is: { detail } });

const TYPE = { name: 'T', kind: 'cloud' };
const field = (more: object) => ({ fields: [{ id: 'x', label: 'X', ...more }] });
const inputs = (rule: string, given: object, message: unknown): Rule =>
  post(`11.1 ${rule}`, 'credential_types/', { ...TYPE, inputs: given }, invalid({ inputs: [message] }));
const injectors = (rule: string, given: object, message: unknown): Rule =>
  post(
    `11.2 ${rule}`,
    'credential_types/',
    { ...TYPE, inputs: field({}), injectors: given },
    invalid({ injectors: [message] }),
  );

const TYPES: readonly Rule[] = [
  post(
    '11 custom kinds are cloud and net',
    'credential_types/',
    { name: 'T', kind: 'ssh' },
    invalid({ kind: ["Must be 'cloud' or 'net', not ssh"] }),
  ),
  patch(
    '11 managed types stay',
    'credential_types/1/',
    { name: 'x' },
    forbidden('Modifications not allowed for managed credential types'),
  ),
  {
    rule: '11 managed types are not deleted',
    ask: ['DELETE', 'credential_types/1/'],
    ...forbidden('Deletion not allowed for managed credential types'),
  },
  inputs('tower is reserved', { fields: [{ id: 'tower', label: 'T' }] }, '"tower" is a reserved field name'),
  inputs(
    'ids are unique',
    {
      fields: [
        { id: 'x', label: 'X' },
        { id: 'x', label: 'Y' },
      ],
    },
    'field IDs must be unique (x)',
  ),
  inputs('ids are names of variables', { fields: [{ id: '5x', label: 'X' }] }, expect.stringContaining('5x')),
  inputs(
    'booleans are no secrets',
    field({ type: 'boolean', secret: true }),
    'secret not allowed for boolean type (x)',
  ),
  inputs(
    'dependencies are for managed types',
    { ...field({}), dependencies: { x: ['x'] } },
    "'dependencies' is not supported for custom credentials.",
  ),
  injectors('fields are defined', { env: { A: '{{ y }}' } }, expect.stringContaining("'y' is undefined")),
  injectors(
    'several files need names',
    { file: { template: 'a', 'template.b': 'b' } },
    expect.stringContaining('Must use multi-file syntax'),
  ),
  injectors(
    'Ansible is not reconfigured',
    { env: { ANSIBLE_X: '{{ x }}' } },
    'Environment variable ANSIBLE_X may affect Ansible configuration so its use is not allowed in credentials.',
  ),
  injectors(
    'the path stays',
    { env: { PATH: '{{ x }}' } },
    'Environment variable PATH is not allowed to be used in credentials.',
  ),
];

const MACHINE = { credential_type: '{machine}', organization: '{organization}' };

const CREDENTIALS: readonly Rule[] = [
  post(
    '12.1 an owner',
    'credentials/',
    { name: 'C', credential_type: '{machine}' },
    invalid({ detail: ["Missing 'user', 'team', or 'organization'."] }),
  ),
  post(
    '12.1 one owner',
    'credentials/',
    { name: 'C', ...MACHINE, user: 1 },
    invalid({
      detail: ["Only one of 'user', 'team', or 'organization' should be provided, received organization, user fields."],
    }),
  ),
  post(
    '12.1 a team brings its organization',
    'credentials/',
    { name: "Team's", credential_type: '{machine}', team: '{team}' },
    {
      status: 201,
      holds: { organization: '{organization}', kind: 'ssh', cloud: false, kubernetes: false, managed: false },
    },
  ),
  post(
    '12.2 only inputs of the type',
    'credentials/',
    { name: 'C', ...MACHINE, inputs: { foo: 1 } },
    invalid({
      inputs: ["Additional properties are not allowed ('foo' was unexpected)"],
    }),
  ),
  post(
    '12.2 inputs have types',
    'credentials/',
    { name: 'C', ...MACHINE, inputs: { username: 5 } },
    invalid({
      inputs: { username: ["5 is not of type 'string'"] },
    }),
  ),
  post(
    '12.2 secrets are not part of refusals',
    'credentials/',
    { name: 'C', ...MACHINE, inputs: { password: 5150 } },
    {
      status: 400,
      shows: ({ text }) => expect(text).not.toContain('5150'),
    },
  ),
  post(
    '12.2 required inputs may come later',
    'credentials/',
    { name: 'Later', credential_type: '{vault}', organization: '{organization}' },
    { status: 201 },
  ),
  post('12.2 keys are keys', 'credentials/', { name: 'C', ...MACHINE, inputs: { ssh_key_data: 'x' } }, { status: 400 }),
  post(
    '12.2 vault ids have no @',
    'credentials/',
    { name: 'C', credential_type: '{vault}', organization: '{organization}', inputs: { vault_id: 'a@b' } },
    { status: 400 },
  ),
  post(
    '12.3 the placeholder is no password',
    'credentials/',
    { name: 'C', ...MACHINE, inputs: { password: '$encrypted$' } },
    invalid({
      inputs: ['$encrypted$ is a reserved keyword, and cannot be used for password.'],
    }),
  ),
  patch(
    '12.3 secrets are shown as a placeholder',
    'credentials/{credential}/',
    { inputs: { username: 'root', password: 'hidden words' } },
    {
      status: 200,
      holds: { inputs: { username: 'root', password: '$encrypted$' } },
      shows: ({ text }) => expect(text).not.toContain('hidden words'),
    },
  ),
  patch(
    '12.3 ASK is shown',
    'credentials/{credential}/',
    { inputs: { username: 'root', password: 'ASK' } },
    {
      status: 200,
      holds: { inputs: { password: 'ASK' } },
    },
  ),
  patch(
    '12.2 inputs are replaced as a whole',
    'credentials/{credential}/',
    { inputs: {} },
    { status: 200, holds: { inputs: {} } },
  ),
  patch(
    '12.1 the type stays while it is used',
    'credentials/{credential}/',
    { credential_type: '{vault}' },
    invalid({
      credential_type: [
        'You cannot change the credential type of the credential, as it may break the functionality of the resources using it.',
      ],
    }),
  ),
  post(
    '12.5 source control is none for templates',
    'job_templates/{job_template}/credentials/',
    { name: 'Git', credential_type: '{scm}', organization: '{organization}' },
    {
      status: 400,
      holds: { error: 'Cannot assign a Credential of kind `scm`.' },
    },
  ),
];

const TEMPLATE = { name: 'JT', project: '{project}', inventory: '{inventory}', playbook: 'site.yml' };

const TEMPLATES: readonly Rule[] = [
  post(
    '14 an inventory, now or at launch',
    'job_templates/',
    { ...TEMPLATE, inventory: null },
    invalid({
      inventory: ['You must either set a default value or ask to prompt on launch.'],
    }),
  ),
  post(
    '14 a project',
    'job_templates/',
    { ...TEMPLATE, project: null },
    {
      status: 400,
      holds: { project: [expect.any(String)] },
    },
  ),
  post(
    '14 a playbook',
    'job_templates/',
    { ...TEMPLATE, playbook: '' },
    invalid({ playbook: ['Must select playbook for project.'] }),
  ),
  post(
    '14 one of the project',
    'job_templates/',
    { ...TEMPLATE, playbook: 'no.yml' },
    invalid({ playbook: ['Playbook not found for project.'] }),
  ),
  post(
    '14 variables are text',
    'job_templates/',
    { ...TEMPLATE, extra_vars: {} },
    invalid({ extra_vars: ['Not a valid string.'] }),
  ),
  post(
    '14 branches need a project that allows them',
    'job_templates/',
    { ...TEMPLATE, scm_branch: 'x' },
    invalid({
      scm_branch: ['Project does not allow overriding branch.'],
    }),
  ),
  patch(
    '14 so does the question for one',
    'job_templates/{job_template}/',
    { ask_scm_branch_on_launch: true },
    invalid({
      ask_scm_branch_on_launch: ['Project does not allow overriding branch.'],
    }),
  ),
  post(
    '14 names are unique within an organization',
    'job_templates/',
    { ...TEMPLATE, name: 'Template' },
    {
      status: 400,
      holds: {
        __all__: [expect.stringMatching(/^JobTemplate with this \(.*\) combination already exists\.$/)],
      },
    },
  ),
  patch(
    '14 the organization follows the project',
    'job_templates/{job_template}/',
    { organization: '{wood}' },
    {
      status: 200,
      holds: { organization: '{organization}' },
    },
  ),
  { rule: '15 jobs are not created by hand', ask: ['POST', 'jobs/', { body: {} }], status: 405 },
  { rule: '15 nor changed', ask: ['PATCH', 'jobs/{job}/', { body: {} }], status: 405 },
  { rule: '15 what is over cannot be cancelled', ask: ['POST', 'jobs/{job}/cancel/'], status: 405 },
  { rule: '15 and says so', ask: ['GET', 'jobs/{job}/cancel/'], status: 200, is: { can_cancel: false } },
  {
    rule: '15 lists leave out what only details show',
    ask: ['GET', 'jobs/?id={job}'],
    status: 200,
    shows: ({ text }) => {
      for (const name of ['job_args', 'job_cwd', 'job_env', 'result_traceback', 'host_status_counts'])
        expect(text).not.toContain(`"${name}"`);
    },
  },
  {
    rule: '15 details show it',
    ask: ['GET', 'jobs/{job}/'],
    status: 200,
    holds: { job_args: expect.any(String), playbook_counts: { play_count: 0 } },
  },
];

const PEOPLE: readonly Rule[] = [
  post('8 a password', 'users/', { username: 'x' }, invalid({ password: ['Password required for new User.'] })),
  post(
    '8 names of users have few characters',
    'users/',
    { username: 'a b', password: 'x' },
    { status: 400, holds: { username: [expect.any(String)] } },
  ),
  patch(
    '8 the placeholder keeps a password',
    'users/{user}/',
    { password: '$encrypted$' },
    { status: 200, holds: { password: '$encrypted$' } },
  ),
  { rule: '8 and the login works', ask: ['GET', 'me/', { login: 'ann:secret of ann' }], status: 200 },
  {
    rule: '8 nobody makes himself a superuser',
    ask: ['PATCH', 'users/{user}/', { login: 'ann:secret of ann', body: { is_superuser: true } }],
    ...forbidden('You do not have permission to perform this action.'),
  },
  patch(
    '8 teams stay in their organization',
    'teams/{team}/',
    { organization: '{wood}' },
    forbidden('Unable to change organization on a team.'),
  ),
  {
    rule: '8 organizations count what they have',
    ask: ['GET', 'organizations/{organization}/'],
    status: 200,
    holds: {
      max_hosts: 0,
      custom_virtualenv: null,
      summary_fields: { related_field_counts: { inventories: expect.any(Number), admins: 0 } },
    },
  },
];

const PLACES: readonly Rule[] = [
  post('9.1 an organization', 'inventories/', { name: 'X' }, invalid({ organization: ['This field is required.'] })),
  post(
    '9.1 is not null',
    'inventories/',
    { name: 'X', organization: null },
    invalid({ organization: ['This field cannot be blank.'] }),
  ),
  post(
    '9.1 smart inventories filter hosts',
    'inventories/',
    { name: 'X', organization: '{wood}', kind: 'smart' },
    invalid({
      host_filter: ['Smart inventories must specify host_filter'],
    }),
  ),
  patch(
    '9.1 the kind stays',
    'inventories/{trees}/',
    { kind: 'smart', host_filter: 'name=x' },
    {
      status: 405,
      is: { error: 'You cannot turn a regular inventory into a "smart" or "constructed" inventory.' },
    },
  ),
  post(
    '9.2 a port becomes a variable',
    'hosts/',
    { name: 'web:2222', inventory: '{inventory}' },
    {
      status: 201,
      shows: ({ json }) =>
        expect(json).toMatchObject({ name: 'web', variables: expect.stringMatching(/ansible_ssh_port.*2222/) }),
    },
  ),
  post(
    '9.2 a port is one',
    'hosts/',
    { name: 'web9:99999', inventory: '{inventory}' },
    {
      status: 400,
      holds: { name: ['Invalid port specification: 99999'] },
    },
  ),
  patch(
    '9.2 hosts stay in their inventory',
    'hosts/{ash}/',
    { inventory: '{inventory}' },
    forbidden('Unable to change inventory on a host.'),
  ),
  post(
    '9.3 reserved names',
    'groups/',
    { name: 'all', inventory: '{trees}' },
    invalid({ name: ['Invalid group name.'] }),
  ),
  post(
    '9.3 groups are not named like hosts',
    'groups/',
    { name: 'oak', inventory: '{trees}' },
    invalid({ __all__: ['A Host with that name already exists.'] }),
  ),
  post(
    '9.3 inventories are not mixed',
    'groups/{needles}/hosts/',
    { id: '{host}' },
    invalid({ detail: 'Cannot associate two items from different inventories.' }),
  ),
  {
    rule: '9.4 PATCH replaces all variables',
    ask: ['PATCH', 'hosts/{ash}/variable_data/', { body: { a: 1 } }],
    status: 200,
    is: { a: 1 },
  },
  { rule: '9.4 and they are read as an object', ask: ['GET', 'hosts/{ash}/variable_data/'], status: 200, is: { a: 1 } },
  {
    rule: '9.4 the inventory for Ansible',
    ask: ['GET', 'inventories/{trees}/script/?hostvars=1'],
    status: 200,
    holds: { leaves: { hosts: ['ash', 'birch', 'oak'] }, _meta: { hostvars: { ash: { a: 1 } } } },
    shows: ({ json }) => expect(json).not.toHaveProperty('_meta.hostvars.elm'),
  },
  { rule: '9.4 of one host', ask: ['GET', 'inventories/{trees}/script/?host=ash'], status: 200, is: { a: 1 } },
  post(
    '10 a URL',
    'projects/',
    { name: 'G', organization: '{organization}', scm_type: 'git' },
    invalid({ scm_url: ['SCM URL is required.'] }),
  ),
  post(
    '10 one project a path',
    'projects/',
    { name: 'G', organization: '{organization}', local_path: 'demo' },
    invalid({
      local_path: ['This path is already being used by another manual project.'],
    }),
  ),
  post('10 manual projects have nothing to update', 'projects/{project}/update/', {}, { status: 405 }),
  { rule: '10 and say so', ask: ['GET', 'projects/{project}/update/'], status: 200, is: { can_update: false } },
  {
    rule: '10 playbooks are a plain list',
    ask: ['GET', 'projects/{project}/playbooks/'],
    status: 200,
    is: ['site.yml'],
  },
  patch(
    '10 the organization stays while templates use it',
    'projects/{project}/',
    { organization: '{wood}' },
    invalid({
      organization: ['Organization cannot be changed when in use by job templates.'],
    }),
  ),
  { rule: '13 labels are not deleted', ask: ['DELETE', 'labels/{label}/'], status: 405 },
  post(
    '13 names of images',
    'execution_environments/',
    { name: 'X', image: 'x y' },
    invalid({ image: ['The container image name x y is not valid'] }),
  ),
  { rule: '13 the default group stays', ask: ['DELETE', 'instance_groups/1/'], status: 403 },
];

/** Sections 8 to 15: what each kind demands. */
export const KIND_RULES: readonly Rule[] = [...PEOPLE, ...PLACES, ...TYPES, ...CREDENTIALS, ...TEMPLATES];
