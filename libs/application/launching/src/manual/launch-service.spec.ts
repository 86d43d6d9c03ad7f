import { LaunchWorld } from '@testing/launches';

describe('launching a job template', () => {
  let world: LaunchWorld;

  beforeAll(async () => {
    world = await LaunchWorld.open();
  });
  afterAll(() => world.close());

  const launched = async (id: number, body = {}) => {
    const { job } = await world.launch('job_template', id, body);
    return world.launched('job', Number(job));
  };

  it('creates a job that waits, with all it runs with', async () => {
    const id = await world.template({ name: 'Deploy', description: 'all', limit: 'web', become_enabled: true });
    const answer = await world.launch('job_template', id, {});
    expect(answer).toEqual({ job: answer['id'], ignored_fields: {}, id: answer['id'], type: 'job', status: 'pending' });
    expect(await world.launched('job', Number(answer['id']))).toMatchObject({
      kind: 'job',
      name: 'Deploy',
      description: 'all',
      template: { ref: `jt-${id}`, id, name: 'Deploy' },
      organization: { id: world.organization, name: 'Ops' },
      launchType: 'manual',
      launchedBy: { id: 1, name: 'admin', type: 'user', url: '/api/v2/users/1/' },
      createdBy: { kind: 'user', id: 1, name: 'admin' },
      fixed: { playbook: 'site.yml', project: world.project, become_enabled: true },
      composition: { effective: { limit: 'web', inventory: world.inventory } },
      ancestors: [],
    });
    const events = await world.events(`job-${Number(answer['id'])}`);
    expect(events.map(({ type }) => type)).toEqual(['TemplateLaunched', 'JobQueued']);
  });

  it('takes what is asked for, lists what is not, as it was sent', async () => {
    const id = await world.template({ ask_limit_on_launch: true, extra_vars: 'a: 1' });
    const body = { limit: ' web ', verbosity: '3', extra_vars: 'a: 1\nb: 2', colour: 'red' };
    const answer = await world.launch('job_template', id, body);
    expect(answer['ignored_fields']).toEqual({ verbosity: 3, extra_vars: { b: 2 } });
    const { composition, requested } = await world.launched('job', Number(answer['job']));
    expect(composition?.effective).toMatchObject({ limit: 'web', verbosity: 0, extra_vars: { a: { v: 1 } } });
    expect(requested).toEqual({ limit: 'web', verbosity: 3, extra_vars: { a: 1, b: 2 } });
  });

  it('seals answers to password questions and keeps their text out of every event', async () => {
    const id = await world.template();
    await world.survey('job_template', id, [
      { type: 'password', variable: 'key', min: 3, max: 20 },
      { type: 'password', variable: 'token', default: 'd3fault' },
    ]);
    const { composition, requested, id: job } = await launched(id, { extra_vars: { key: 'hunter2' } });
    expect(requested).toEqual({ extra_vars: { key: '$encrypted$' } });
    const { key, token } = composition?.effective.extra_vars ?? {};
    for (const value of [key, token]) expect(value).toMatchObject({ sealed: { kid: `job-${job}` } });
    expect(await world.installation.sealer.open(`job-${job}`, 'extra_vars.token', token as never)).toBe('d3fault');
    const text = JSON.stringify(await world.events(`job-${job}`));
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain('d3fault');
  });

  it('checks sealed answers by their clear text', async () => {
    const id = await world.template();
    await world.survey('job_template', id, [{ type: 'password', variable: 'key', min: 3, max: 5 }]);
    await expect(world.launch('job_template', id, { extra_vars: { key: 'much too long' } })).rejects.toMatchObject({
      body: { variables_needed_to_start: ["'key' value $encrypted$ is too large (must be no more than 5)."] },
    });
  });

  it('tells all wrong fields before it looks at anything else', async () => {
    const id = await world.template({ ask_limit_on_launch: true });
    const body = { limit: null, verbosity: 'loud', forks: -1, inventory: 999, credentials: [998], labels: 5 };
    await expect(world.launch('job_template', id, body)).rejects.toMatchObject({
      body: {
        limit: ['This field may not be null.'],
        verbosity: ['"loud" is not a valid choice.'],
        forks: ['Ensure this value is greater than or equal to 0.'],
        inventory: ['Invalid pk "999" - object does not exist.'],
        credentials: ['Invalid pk "998" - object does not exist.'],
        labels: ['Expected a list of items but got type "int".'],
      },
    });
  });

  it('stops at the first id that does not exist, however many follow', async () => {
    const id = await world.template({ ask_labels_on_launch: true });
    const read = jest.spyOn(world.targets.resources, 'find');
    const labels = Array.from({ length: 1000 }, (_, index) => 5000 + index);
    await expect(world.launch('job_template', id, { labels })).rejects.toMatchObject({
      body: { labels: ['Invalid pk "5000" - object does not exist.'] },
    });
    expect(read.mock.calls.filter(([type]) => type === 'label')).toEqual([['label', 5000]]);
    read.mockRestore();
  });

  it('needs the right to run the template, and to use what it is given', async () => {
    const ann = await world.installation.user('ann');
    const other = await world.make('inventory', { name: 'Other', organization: world.organization });
    const id = await world.template({ ask_inventory_on_launch: true });
    const launch = (body = {}) => world.launches.launch('job_template', id, body, world.installation.caller(ann));
    await expect(launch()).rejects.toMatchObject({ kind: 'forbidden' });
    const { summary_fields: fields } = (await world.installation.api.read(
      { kind: 'job_template', id },
      world.installation.caller(),
    )) as { summary_fields: { object_roles: { execute_role: { id: number } } } };
    await world.installation.roles.giveTo(
      fields.object_roles.execute_role.id,
      'user',
      { id: ann.id },
      world.installation.caller(),
    );
    await expect(launch({ inventory: world.inventory })).resolves.toMatchObject({ status: 'pending' });
    await expect(launch({ inventory: other })).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('makes a workflow job of slices', async () => {
    const id = await world.template({ job_slice_count: 5 });
    await world.survey('job_template', id, [{ type: 'password', variable: 'key' }]);
    const answer = await world.launch('job_template', id, { extra_vars: { key: 'hunter2' } });
    const stream = `wfjob-${Number(answer['workflow_job'])}`;
    const [launch, snapshot] = await world.events(stream);
    expect(launch?.data).toMatchObject({
      kind: 'workflow_job',
      fixed: { is_sliced_job: true },
      composition: { effective: { extra_vars: { key: { sealed: { kid: stream } } } } },
    });
    expect(snapshot?.data).toMatchObject({ sliced: true, nodes: [{ template: { id } }, { template: { id } }] });
  });
});

describe('launching a workflow template', () => {
  let world: LaunchWorld;

  beforeAll(async () => {
    world = await LaunchWorld.open();
  });
  afterAll(() => world.close());

  it('copies the nodes with their edges, and the secrets saved on them', async () => {
    const template = { id: await world.template(), kind: 'job_template' } as const;
    const secret = await world.installation.sealer.seal('wfjt', 'extra_vars.key', 'hunter2');
    const prompts = { limit: 'web', extra_data: { key: secret } } as never;
    const nodes = [
      { identifier: 'a', template, prompts },
      { identifier: 'b', template },
    ];
    const id = await world.workflow({ limit: 'db' }, nodes, ['a success b']);
    const answer = await world.launch('workflow_job_template', id, { limit: 'web', extra_vars: { z: 1 } });
    expect(answer).toMatchObject({ ignored_fields: { limit: 'web', extra_vars: { z: 1 } }, type: 'workflow_job' });
    const stream = `wfjob-${Number(answer['workflow_job'])}`;
    const events = await world.events(stream);
    expect(events.map(({ type }) => type)).toEqual([
      'TemplateLaunched',
      'PromptRejected',
      'PromptRejected',
      'WorkflowGraphSnapshotted',
      'JobQueued',
    ]);
    const snapshot = events[3]?.data as { nodes: { id: number }[]; edges: object[] };
    const [a, b] = snapshot.nodes;
    expect(snapshot).toMatchObject({
      nodes: [
        { identifier: 'a', prompts: { limit: 'web', extra_data: { key: { sealed: { kid: stream } } } } },
        { identifier: 'b', prompts: {} },
      ],
      edges: [{ from: a?.id, to: b?.id, kind: 'success' }],
      source: { ref: `wfjt-${id}` },
      sliced: false,
    });
  });
});
