import type { JsonObject } from '@domain/kernel';
import { Installation } from '@testing/installation';
import type { ResourceType } from '../declaration/field.js';

const UPDATE = 'Update options must be set to false for manual projects.';
const NO_BRANCH = 'Project does not allow overriding branch.';

describe('rules of the kinds', () => {
  let cairn: Installation;
  const ids: Record<string, number> = {};

  beforeAll(async () => {
    const playbooks = { list: () => Promise.resolve(['site.yml']) };
    cairn = await Installation.open({ playbooks });
    ids['org'] = (await cairn.make('organization', { name: 'Shop' })).id;
    ids['inv'] = (await cairn.make('inventory', { name: 'I', organization: ids['org'] })).id;
    ids['manual'] = (await cairn.make('project', { name: 'M', organization: ids['org'], local_path: 'm' })).id;
    ids['git'] = (
      await cairn.make('project', { name: 'G', organization: ids['org'], scm_type: 'git', scm_url: 'x' })
    ).id;
    ids['host'] = (await cairn.make('host', { name: 'web1', inventory: ids['inv'] })).id;
    ids['group'] = (await cairn.make('group', { name: 'web', inventory: ids['inv'] })).id;
    for (const [name, kind] of [
      ['machine', 'ssh'],
      ['source', 'scm'],
      ['registry', 'registry'],
      ['net', 'net'],
    ] as const) {
      const set = { kind, namespace: kind, inputs: { fields: INPUTS }, managed: true };
      ids[name] = (await cairn.seed('credential_type', { name, kind: 'cloud' }, set)).id;
      const body = { name, organization: ids['org'], credential_type: ids[name] ?? 0, inputs: {} };
      ids[`${name} credential`] = (await cairn.make('credential', body)).id;
    }
  });
  afterAll(() => cairn.close());

  const INPUTS: readonly JsonObject[] = [
    { id: 'username', label: 'U' },
    { id: 'password', label: 'P', secret: true },
    { id: 'level', label: 'L', choices: ['low', 'high'] },
    { id: 'verify', label: 'V', type: 'boolean' },
    { id: 'ssh_key_data', label: 'K', secret: true, format: 'ssh_private_key' },
    { id: 'ssh_key_unlock', label: 'K', secret: true, ask_at_runtime: true },
    { id: 'vault_id', label: 'I' },
    { id: 'authorize', label: 'A', type: 'boolean' },
    { id: 'authorize_password', label: 'A', secret: true },
  ];

  /** `'@inv'` in a body stands for the id made above. */
  const known = (body: JsonObject): JsonObject =>
    Object.fromEntries(
      Object.entries(body).map(([key, value]) => [
        key,
        typeof value === 'string' && value.startsWith('@') ? (ids[value.slice(1)] ?? 0) : value,
      ]),
    );

  const jobTemplate = { name: 'JT', project: '@manual', inventory: '@inv', playbook: 'site.yml' };
  const credential = { name: 'C', organization: '@org', credential_type: '@machine' };
  const KEY = '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----';
  const ENCRYPTED = KEY.replace('abc', 'Proc-Type: 4,ENCRYPTED\nabc');

  it.each<[ResourceType, JsonObject, JsonObject]>([
    ['job_template', { ...jobTemplate, project: null }, { project: ['Job Templates must have a project assigned.'] }],
    ['job_template', { ...jobTemplate, playbook: '' }, { playbook: ['Must select playbook for project.'] }],
    ['job_template', { ...jobTemplate, playbook: 'no.yml' }, { playbook: ['Playbook not found for project.'] }],
    [
      'job_template',
      { ...jobTemplate, inventory: null },
      { inventory: ['You must either set a default value or ask to prompt on launch.'] },
    ],
    ['job_template', { ...jobTemplate, forks: 201 }, { forks: ['Maximum number of forks (200) exceeded.'] }],
    ['job_template', { ...jobTemplate, scm_branch: 'dev' }, { scm_branch: [NO_BRANCH] }],
    ['job_template', { ...jobTemplate, ask_scm_branch_on_launch: true }, { ask_scm_branch_on_launch: [NO_BRANCH] }],
    ['project', { name: 'x', scm_type: 'git' }, { scm_url: ['SCM URL is required.'] }],
    ['project', { name: 'x', scm_type: 'cvs' }, { scm_type: ['"cvs" is not a valid choice.'] }],
    ['project', { name: 'x', scm_update_on_launch: true }, { scm_update_on_launch: [UPDATE] }],
    ['project', { name: 'x', local_path: '../etc' }, { local_path: ['Invalid path choice.'] }],
    ['project', { name: 'x', local_path: '/etc' }, { local_path: ['Invalid path choice.'] }],
    [
      'project',
      { name: 'x', local_path: 'm' },
      { local_path: ['This path is already being used by another manual project.'] },
    ],
    [
      'project',
      { name: 'x', scm_type: 'archive', scm_url: 'x', scm_branch: 'dev' },
      { scm_branch: ['SCM branch cannot be used with archive projects.'] },
    ],
    [
      'project',
      { name: 'x', scm_type: 'svn', scm_url: 'x', scm_refspec: 'r' },
      { scm_refspec: ['SCM refspec can only be used with git projects.'] },
    ],
    [
      'project',
      { name: 'x', scm_type: 'git', scm_url: 'x', credential: '@machine credential' },
      { credential: ["Credential kind must be 'scm'."] },
    ],
    ['inventory', { name: 'x' }, { organization: ['This field is required.'] }],
    ['inventory', { name: 'x', organization: null }, { organization: ['This field cannot be blank.'] }],
    [
      'inventory',
      { name: 'x', organization: '@org', kind: 'smart' },
      { host_filter: ['Smart inventories must specify host_filter'] },
    ],
    ['host', { name: 'web', inventory: '@inv' }, { __all__: ['A Group with that name already exists.'] }],
    ['host', { name: 'h:99999', inventory: '@inv' }, { name: ['Invalid port specification: 99999'] }],
    ['group', { name: 'web1', inventory: '@inv' }, { __all__: ['A Host with that name already exists.'] }],
    ['group', { name: 'all', inventory: '@inv' }, { name: ['Invalid group name.'] }],
    ['credential', { ...credential, organization: null }, { detail: ["Missing 'user', 'team', or 'organization'."] }],
    [
      'credential',
      { ...credential, user: 1 },
      {
        detail: [
          "Only one of 'user', 'team', or 'organization' should be provided, received organization, user fields.",
        ],
      },
    ],
    [
      'credential',
      { ...credential, inputs: { colour: 'red' } },
      { inputs: ["Additional properties are not allowed ('colour' was unexpected)"] },
    ],
    ['credential', { ...credential, inputs: { username: 5 } }, { inputs: { username: ["5 is not of type 'string'"] } }],
    [
      'credential',
      { ...credential, inputs: { password: 5 } },
      { inputs: { password: ["$encrypted$ is not of type 'string'"] } },
    ],
    [
      'credential',
      { ...credential, inputs: { level: 'mid' } },
      { inputs: { level: ["'mid' is not one of ['low', 'high']"] } },
    ],
    [
      'credential',
      { ...credential, inputs: { vault_id: 'a@b' } },
      { inputs: { vault_id: ['@ is not an allowed character'] } },
    ],
    [
      'credential',
      { ...credential, inputs: { ssh_key_data: 'no key' } },
      { inputs: { ssh_key_data: ["$encrypted$ is not a 'ssh_private_key'"] } },
    ],
    [
      'credential',
      { ...credential, inputs: { ssh_key_data: ENCRYPTED } },
      { inputs: { ssh_key_unlock: ['must be set when SSH key is encrypted.'] } },
    ],
    [
      'credential',
      { ...credential, inputs: { ssh_key_data: KEY, ssh_key_unlock: 'x' } },
      { inputs: { ssh_key_unlock: ['should not be set when SSH key is not encrypted.'] } },
    ],
    ['credential_type', { name: 'x', kind: 'ssh' }, { kind: ["Must be 'cloud' or 'net', not ssh"] }],
    [
      'credential_type',
      { name: 'x', kind: 'net', inputs: { fields: [{ id: 'tower', label: 'x' }] } },
      { inputs: ['"tower" is a reserved field name'] },
    ],
    [
      'credential_type',
      { name: 'x', kind: 'net', inputs: { fields: [{ id: '5x', label: 'x' }] } },
      { inputs: ['5x is an invalid variable name'] },
    ],
    [
      'credential_type',
      { name: 'x', kind: 'net', inputs: { fields: [{ id: 'a', label: 'x', type: 'boolean', secret: true }] } },
      { inputs: ['secret not allowed for boolean type (a)'] },
    ],
    [
      'credential_type',
      { name: 'x', kind: 'cloud', injectors: { env: { A: '{{ nothing }}' } } },
      { injectors: ["A uses an undefined field ('nothing' is undefined)"] },
    ],
    [
      'execution_environment',
      { name: 'x', image: 'not an image' },
      { image: ['The container image name not an image is not valid'] },
    ],
    [
      'execution_environment',
      { name: 'x', image: 'x', credential: '@machine credential' },
      { credential: ['Only Container Registry credentials can be associated with an Execution Environment'] },
    ],
    ['user', { username: 'x' }, { password: ['Password required for new User.'] }],
    [
      'user',
      { username: 'a b', password: 'x' },
      { username: ['Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.'] },
    ],
  ])('refuse a new %s: %j', async (kind, body, answer) => {
    await expect(cairn.make(kind, known(body))).rejects.toMatchObject({ body: answer });
  });

  it.each<[ResourceType, string, JsonObject, string, JsonObject]>([
    [
      'inventory',
      'inv',
      { kind: 'smart', host_filter: 'x' },
      'not-allowed',
      { error: expect.stringContaining('cannot turn') },
    ],
    ['host', 'host', { inventory: 999 }, 'invalid', { inventory: ['Invalid pk "999" - object does not exist.'] }],
    [
      'credential_type',
      'machine',
      { name: 'x' },
      'forbidden',
      { detail: 'Modifications not allowed for managed credential types' },
    ],
  ])('refuse a change of %s %s', async (kind, name, body, why, answer) => {
    const change = cairn.api.change({ kind, id: ids[name] ?? 0 }, { body, whole: false }, cairn.caller());
    await expect(change).rejects.toMatchObject({ kind: why, body: answer });
  });

  it('keep the id of a vault once it has one', async () => {
    const { id } = await cairn.make('credential', known({ ...credential, name: 'V', inputs: { vault_id: 'prod' } }));
    const change = (inputs: JsonObject) =>
      cairn.api.change({ kind: 'credential', id }, { body: { inputs }, whole: false }, cairn.caller());
    await expect(change({ vault_id: 'test' })).rejects.toMatchObject({
      body: { inputs: ['Vault IDs cannot be changed once they have been created.'] },
    });
    expect(await change({ vault_id: 'prod', username: 'u' })).toMatchObject({ inputs: { username: 'u' } });
  });

  it('let a network credential escalate only where it says that it does', async () => {
    const body = (inputs: JsonObject) => known({ ...credential, name: 'N', credential_type: '@net', inputs });
    await expect(cairn.make('credential', body({ authorize_password: 'p' }))).rejects.toMatchObject({
      body: { inputs: { authorize_password: ['cannot be set unless "Authorize" is set'] } },
    });
    expect(await cairn.make('credential', body({ authorize_password: 'p', authorize: true }))).toHaveProperty('id');
  });

  it('keep hosts and groups in their inventory, and teams in their organization', async () => {
    const { id: inventory } = await cairn.make('inventory', { name: 'J', organization: ids['org'] ?? 0 });
    const { id: organization } = await cairn.make('organization', { name: 'Other' });
    const { id: team } = await cairn.make('team', { name: 'T', organization });
    const moves = [
      [{ kind: 'host', id: ids['host'] ?? 0 }, { inventory }, 'Unable to change inventory on a host.'],
      [{ kind: 'group', id: ids['group'] ?? 0 }, { inventory }, 'Unable to change inventory on a group.'],
      [{ kind: 'team', id: team }, { organization: ids['org'] ?? 0 }, 'Unable to change organization on a team.'],
    ] as const;
    for (const [target, body, detail] of moves)
      await expect(cairn.api.change(target, { body, whole: false }, cairn.caller())).rejects.toMatchObject({
        ...{ kind: 'forbidden', body: { detail } },
      });
  });

  it('split a port from the name of a host', async () => {
    const host = await cairn.make('host', { name: 'h2:2222', inventory: ids['inv'] ?? 0, variables: 'a: 1' });
    expect(host).toMatchObject({ name: 'h2', variables: '{"a": 1, "ansible_ssh_port": 2222}' });
  });

  it('give a checkout its own directory, and a template its project’s organization', async () => {
    expect(await cairn.api.read({ kind: 'project', id: ids['git'] ?? 0 }, cairn.caller())).toMatchObject({
      ...{ local_path: `_${ids['git']}__g`, status: 'never updated' },
    });
    expect(await cairn.make('job_template', known(jobTemplate))).toMatchObject({ organization: ids['org'] });
  });

  it('keep a project from closing what templates rely on', async () => {
    const body = { name: 'O', organization: ids['org'] ?? 0, scm_type: 'git', scm_url: 'x', allow_override: true };
    const { id: project } = await cairn.make('project', body);
    const template = { ...known(jobTemplate), name: 'branched', project, ask_scm_branch_on_launch: true };
    const { id } = await cairn.make('job_template', template);
    const change = (edit: JsonObject) =>
      cairn.api.change({ kind: 'project', id: project }, { body: edit, whole: false }, cairn.caller());
    await expect(change({ allow_override: false })).rejects.toMatchObject({
      body: { allow_override: [expect.stringContaining(`(ids: ${id})`)] },
    });
    await expect(change({ organization: null })).rejects.toMatchObject({
      body: { organization: ['Organization cannot be changed when in use by job templates.'] },
    });
  });

  it('fill in the type of each input, and protect a type in use', async () => {
    const inputs = { fields: [{ id: 'user', label: 'User' }] };
    const type = await cairn.make('credential_type', { name: 'Mine', kind: 'cloud', inputs });
    expect(type).toMatchObject({
      inputs: { fields: [{ id: 'user', label: 'User', type: 'string' }] },
      namespace: null,
    });
    const change = (body: JsonObject) =>
      cairn.api.change({ kind: 'credential_type', id: type.id }, { body, whole: false }, cairn.caller());
    await cairn.make('credential', {
      ...known(credential),
      name: 'typed',
      credential_type: type.id,
      inputs: { user: 'u' },
    });
    expect(await change({ inputs, name: 'Ours' })).toMatchObject({ name: 'Ours' });
    await expect(change({ inputs: { fields: [] } })).rejects.toMatchObject({
      body: { detail: 'Modifications to inputs are not allowed for credential types that are in use' },
    });
    await expect(cairn.api.remove({ kind: 'credential_type', id: type.id }, cairn.caller())).rejects.toMatchObject({
      body: { detail: 'Credential types that are in use cannot be deleted' },
    });
  });

  it('keep the two instance groups that every installation has', async () => {
    const { id } = await cairn.make('instance_group', { name: 'controlplane' });
    const change = cairn.api.change(
      { kind: 'instance_group', id },
      { body: { name: 'x' }, whole: false },
      cairn.caller(),
    );
    await expect(change).rejects.toMatchObject({ body: { name: [expect.stringContaining('may not be changed')] } });
    await expect(cairn.api.remove({ kind: 'instance_group', id }, cairn.caller())).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  it('keep users from deleting themselves', async () => {
    const root = { ...(await cairn.user('root')), isSuperuser: true };
    const target = { kind: 'user', id: root.id } as const;
    await expect(cairn.api.remove(target, cairn.caller(root))).rejects.toMatchObject({ kind: 'forbidden' });
    await cairn.api.remove(target, cairn.caller());
    await expect(cairn.api.read(target, cairn.caller())).rejects.toMatchObject({ kind: 'missing' });
  });

  it('leave limits of hosts and flags of users to superusers', async () => {
    const ann = await cairn.user('ann');
    await cairn.giveRole(ann, { kind: 'organization', id: ids['org'] ?? 0 }, 'admin_role');
    const limit = { body: { max_hosts: 5 }, whole: false };
    const target = { kind: 'organization', id: ids['org'] ?? 0 } as const;
    await expect(cairn.api.change(target, limit, cairn.caller(ann))).rejects.toMatchObject({
      body: { __all__: ['Cannot change max_hosts.'] },
    });
    const flag = { body: { is_superuser: true }, whole: false };
    await expect(cairn.api.change({ kind: 'user', id: ann.id }, flag, cairn.caller(ann))).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });
});
