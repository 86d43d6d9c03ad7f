import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { NodeDraft } from '@testing/launches';
import type { LaunchPreview, NodePreview } from '@application/launching';
import { type Answered, LaunchingApi } from './launching-api.js';

let api: LaunchingApi;
let inventory: number;
let users = 0;

beforeAll(async () => {
  api = await LaunchingApi.open();
  const { world } = api;
  inventory = await world.make('inventory', { name: 'Fleet', organization: world.organization });
  for (const name of ['db1', 'web1', 'web2', 'web3']) await world.make('host', { name, inventory });
  await world.make('host', { name: 'web9', inventory, enabled: false });
  const group = await world.make('group', { name: 'front', inventory });
  const caller = world.installation.caller();
  for (const name of ['web1', 'web2']) {
    const [row] = await world.installation.store.all('SELECT id FROM host WHERE name = ?', [name]);
    await world.installation.api.relate(
      { kind: 'group', id: group, path: 'hosts' },
      { id: Number(row?.['id']) },
      caller,
    );
  }
});
afterAll(() => api.close());

/** Asks for a preview and sees that nothing came of it: no event, and the next job has the next id. */
const dry = async (path: string, body: JsonObject = {}, viewer?: Viewer): Promise<Answered> => {
  const [head, id] = [await api.head(), nextId()];
  const answer = await api.post(`${path}launch/?dry_run=true`, body, viewer);
  expect([await api.head(), nextId()]).toEqual([head, id]);
  return answer;
};

const nextId = (): unknown =>
  JSON.stringify(api.world.installation.ids, (name, value: unknown) => (name === 'runner' ? null : asEntries(value)));

const asEntries = (value: unknown): unknown => (value instanceof Map ? [...(value as Map<unknown, unknown>)] : value);

const preview = async (path: string, body: JsonObject = {}, viewer?: Viewer): Promise<LaunchPreview & JsonObject> => {
  const answer = await dry(path, body, viewer);
  expect(answer.status).toBe(200);
  return answer.body as LaunchPreview & JsonObject;
};

const someone = async (
  ...roles: readonly (readonly ['job_template' | 'workflow_job_template' | 'inventory', number, string])[]
) => {
  users += 1;
  const viewer = await api.world.installation.user(`user-${users}`);
  for (const [kind, id, role] of roles) await api.world.installation.giveRole(viewer, { kind, id }, role);
  return viewer;
};

const valueOf = ({ values }: LaunchPreview, field: string, key: string | null = null) =>
  values.find((entry) => entry.field === field && entry.key === key);

describe('the preview of a job template', () => {
  it('tells each value with its origin, what is ignored, and the hosts', async () => {
    const id = await api.world.template({ inventory, limit: 'db1', ask_limit_on_launch: true, extra_vars: 'a: 1' });
    const shown = await preview(`job_templates/${id}/`, { limit: 'front', verbosity: 3, extra_vars: { z: 1 } });
    expect(shown).toMatchObject({
      dry_run: true,
      type: 'job',
      template: { type: 'job_template', id },
      would_start: true,
      errors: {},
      ignored_fields: { verbosity: 3, extra_vars: { z: 1 } },
      permission: { allowed: true, rule: 'superuser', lacking: [] },
      missing: { passwords: [], variables: [], resources: [] },
      hosts: { inventory, limit: 'front', count: 2, names: ['web1', 'web2'], problems: [] },
    });
    expect(valueOf(shown, 'limit')).toMatchObject({
      value: 'front',
      winner: { source: 'launch' },
      shadowed: [{ source: 'template', value: 'db1' }],
    });
    expect(valueOf(shown, 'verbosity')?.rejected).toMatchObject([
      { code: 'not_prompted', consequence: 'ignored', value: 3 },
    ]);
    expect(valueOf(shown, 'extra_vars', 'a')).toMatchObject({ value: 1, winner: { source: 'template' } });
    expect(valueOf(shown, 'playbook')).toMatchObject({ value: 'site.yml', rule: 'fixed' });
  });

  it('decides as the launch does', async () => {
    const id = await api.world.template({ inventory, ask_limit_on_launch: true, ask_variables_on_launch: true });
    const body = { limit: 'web*', extra_vars: 'b: [1, 2]', forks: 9 };
    const shown = await preview(`job_templates/${id}/`, body);
    const job = await api.launch(`job_templates/${id}/`, body);
    const { composition } = await api.world.launched('job', job);
    expect(shown.ignored_fields).toEqual({ forks: 9 });
    for (const { field, key, rule, winner } of shown.values.filter(
      ({ rule }) => rule !== 'fixed' && rule !== 'only_source',
    )) {
      const decided = composition?.decisions.find((one) => one.field === field && (one.key ?? null) === key);
      expect(decided).toMatchObject({ rule, winner: { source: winner?.source } });
    }
  });

  it.each<[string, string, readonly string[], readonly JsonObject[]]>([
    ['wildcards and exclusions', 'web*:!web2', ['web1', 'web3'], []],
    ['intersections', 'web*:&front', ['web1', 'web2'], []],
    ['regular expressions', '~web[23]', ['web2', 'web3'], []],
    ['what matches nothing', 'db1,nowhere', ['db1'], [{ term: 'nowhere', code: 'no_match' }]],
    ['what cannot be tried', '~(?=web)', [], [{ term: '~(?=web)', code: 'not_an_expression' }]],
  ])('selects hosts by %s', async (_what, limit, names, problems) => {
    const id = await api.world.template({ inventory, ask_limit_on_launch: true });
    const { hosts } = await preview(`job_templates/${id}/`, { limit });
    expect(hosts).toMatchObject({ count: names.length, names, problems });
  });

  it('gives up on more patterns than it can try, and says so', async () => {
    const id = await api.world.template({ inventory, ask_limit_on_launch: true });
    const limit = Array.from({ length: 60_000 }, (_, index) => `x${index}*`).join(',');
    const { hosts } = await preview(`job_templates/${id}/`, { limit });
    expect(hosts).toMatchObject({ count: null, names: null, problems: [{ code: 'too_much' }] });
  });

  it('tells what is missing instead of refusing', async () => {
    const id = await api.world.template({ inventory: null, ask_inventory_on_launch: true });
    await api.world.survey('job_template', id, [
      { type: 'text', variable: 'release', required: true },
      { type: 'integer', variable: 'n' },
    ]);
    expect(await preview(`job_templates/${id}/`, { extra_vars: { n: 'x' } })).toMatchObject({
      would_start: false,
      errors: {
        variables_needed_to_start: ["'release' value missing", "Value x for 'n' expected to be an integer."],
        resources_needed_to_start: ['Job Template inventory is missing or undefined.'],
      },
      missing: { variables: ['release', 'n'], resources: ['Job Template inventory is missing or undefined.'] },
      hosts: null,
    });
  });

  it('tells wrong fields, and previews the rest', async () => {
    const id = await api.world.template({ inventory, ask_limit_on_launch: true });
    const shown = await preview(`job_templates/${id}/`, { limit: 'db1', job_type: 'scan', labels: [999] });
    expect(shown).toMatchObject({
      would_start: false,
      errors: { job_type: ['"scan" is not a valid choice.'], labels: ['Invalid pk "999" - object does not exist.'] },
      hosts: { names: ['db1'] },
    });
  });

  it('keeps secrets to itself', async () => {
    const id = await api.world.template({ inventory });
    await api.world.survey('job_template', id, [
      { type: 'password', variable: 'key', min: 3 },
      { type: 'password', variable: 'token', default: 'd3fault' },
    ]);
    const shown = await preview(`job_templates/${id}/`, { extra_vars: { key: 'hunter2' } });
    expect(JSON.stringify(shown)).not.toMatch(/hunter2|d3fault/);
    expect(valueOf(shown, 'extra_vars', 'key')).toMatchObject({ value: '$encrypted$', secret: true });
    expect((await preview(`job_templates/${id}/`, { extra_vars: { key: 'xy' } })).errors).toEqual({
      variables_needed_to_start: ["'key' value $encrypted$ is too small (length is 2 must be at least 3)."],
    });
  });

  it('tells that a job would be sliced', async () => {
    const id = await api.world.template({ inventory, job_slice_count: 3 });
    expect(await preview(`job_templates/${id}/`)).toMatchObject({
      type: 'workflow_job',
      slices: 3,
      hosts: { count: 4 },
    });
  });

  it.each(['tru', '', '2'])('takes dry_run=%s for a mistake', async (word) => {
    const id = await api.world.template({ inventory });
    const head = await api.head();
    expect(await api.post(`job_templates/${id}/launch/?dry_run=${word}`)).toEqual({
      status: 400,
      body: { dry_run: ['Must be a valid boolean.'] },
    });
    expect(await api.head()).toBe(head);
    expect(await api.post(`job_templates/${id}/launch/?dry_run=false`)).toMatchObject({ status: 201 });
  });
});

describe('the permission in a preview', () => {
  it('is refused where the template may not be read, and a verdict where it may', async () => {
    const id = await api.world.template({ inventory });
    expect(await dry(`job_templates/${id}/`, {}, await someone())).toMatchObject({ status: 403 });
    expect(await preview(`job_templates/${id}/`, {}, await someone(['job_template', id, 'read_role']))).toMatchObject({
      would_start: false,
      permission: { allowed: false, rule: 'job_template.execute_role' },
      hosts: { count: 4, names: null },
    });
    const operator = await someone(['job_template', id, 'execute_role'], ['inventory', inventory, 'read_role']);
    expect(await preview(`job_templates/${id}/`, {}, operator)).toMatchObject({
      would_start: true,
      permission: { allowed: true, rule: 'job_template.execute_role', lacking: [] },
      hosts: { names: ['db1', 'web1', 'web2', 'web3'] },
    });
  });

  it('names the right that is lacking, and nothing of what it is lacking on', async () => {
    const { organization } = api.world;
    const foreign = await api.world.make('inventory', { name: 'Secret garden', organization });
    for (const asks of [true, false]) {
      const id = await api.world.template({ inventory, ask_inventory_on_launch: asks });
      const operator = await someone(['job_template', id, 'execute_role']);
      const shown = await preview(`job_templates/${id}/`, { inventory: foreign }, operator);
      const lacking = asks ? [{ type: 'inventory', id: foreign, right: 'use' }] : [];
      expect(shown).toMatchObject({ would_start: !asks, permission: { lacking }, values: null, hosts: null });
      expect(JSON.stringify(shown)).not.toContain('Secret garden');
    }
  });
});

describe('the preview of a workflow template', () => {
  const drawn = async (more: JsonObject = {}) => {
    const open = await api.world.template({ inventory, ask_limit_on_launch: true, ask_variables_on_launch: true });
    const closed = await api.world.template({ inventory, limit: 'db1' });
    const nodes: readonly NodeDraft[] = [
      {
        identifier: 'a',
        template: { id: open, kind: 'job_template' as const },
        prompts: { limit: 'front', extra_data: { n: { v: 1 } } },
      },
      { identifier: 'b', template: { id: closed, kind: 'job_template' as const }, prompts: { limit: 'web3' } },
      { identifier: 'c', template: null },
    ];
    const id = await api.world.workflow(more, nodes, ['a success b', 'b always c']);
    await api.world.installation.caughtUp(await api.head());
    return { id, open, closed };
  };

  const nodesOf = (shown: JsonObject): readonly NodePreview[] => shown['nodes'] as unknown as readonly NodePreview[];

  it('tells the nodes with what they would run', async () => {
    const { id } = await drawn({ ask_variables_on_launch: true });
    const shown = await preview(`workflow_job_templates/${id}/`, { extra_vars: { env: 'prod' } });
    expect(shown).toMatchObject({ type: 'workflow_job', would_start: true, hosts: null });
    const [a, b, c] = nodesOf(shown);
    expect(a).toMatchObject({
      identifier: 'a',
      starts: 'at_once',
      parents: [],
      launch: { hosts: { names: ['web1', 'web2'] } },
    });
    expect(valueOf(a?.launch as LaunchPreview, 'extra_vars', 'env')).toMatchObject({
      value: 'prod',
      winner: { source: 'workflow_job', gate: 'bypassed', origin: { source: 'launch' } },
    });
    expect(b).toMatchObject({
      starts: 'after_parents',
      parents: [{ node: a?.id, edge: 'success' }],
      launch: { ignored_fields: { limit: 'web3' }, hosts: { names: ['db1'] } },
    });
    expect(c).toMatchObject({ identifier: 'c', template: null, launch: null });
  });

  it('hides what a node runs from those who may not read its template', async () => {
    const { id, open } = await drawn();
    const operator = await someone(['workflow_job_template', id, 'execute_role'], ['job_template', open, 'read_role']);
    const [a, b] = nodesOf(await preview(`workflow_job_templates/${id}/`, {}, operator));
    expect(a?.launch).toMatchObject({ type: 'job' });
    expect(b?.launch).toBeNull();
  });

  it('tells of a nested workflow what it would be, not what is in it', async () => {
    const inner = await api.world.workflow();
    const template = { id: inner, kind: 'workflow_job_template' as const };
    const outer = await api.world.workflow({}, [{ identifier: 'n', template }]);
    const [node] = nodesOf(await preview(`workflow_job_templates/${outer}/`));
    expect(node?.launch).toMatchObject({ type: 'workflow_job', would_start: true, hosts: null });
  });

  it('can be had of one node, for those who may read the workflow', async () => {
    const { id } = await drawn({ ask_limit_on_launch: true });
    const [a] = nodesOf(await preview(`workflow_job_templates/${id}/`));
    const nobody = await someone();
    const head = await api.head();
    const path = `workflow_job_template_nodes/${a?.id}/launch_preview/`;
    expect(await api.post(path, { limit: 'web3' })).toMatchObject({
      status: 200,
      body: {
        dry_run: true,
        identifier: 'a',
        permission: { allowed: true },
        launch: { hosts: { limit: 'web3', names: ['web3'] } },
      },
    });
    expect(await api.post(path, {}, nobody)).toMatchObject({ status: 403 });
    expect(await api.post('workflow_job_template_nodes/9999/launch_preview/')).toMatchObject({ status: 404 });
    expect(await api.head()).toBe(head);
  });
});

describe('the preview of a schedule', () => {
  const scheduled = async (kind: 'job_template' | 'workflow_job_template', template: number, prompts: JsonObject) => {
    const id = await api.world.installation.ids.next('schedule');
    const ref = { ref: `${kind}-${template}`, rev: 0, id: template, name: '', kind };
    const rule = 'DTSTART:20300101T000000Z RRULE:FREQ=DAILY;INTERVAL=1';
    await api.world.installation.record(`schedule-${id}`, [
      {
        type: 'ScheduleCreated',
        data: {
          ...{ id, name: `nightly ${id}`, description: '', template: ref, rrule: rule, enabled: true, prompts },
          ...{ claims: [], decisions: [], kept: [], droppedForDefault: [], sent: rule, fromJob: null },
        },
      },
    ]);
    return `schedules/${id}/launch_preview/`;
  };

  it('tells what it would launch now, and what would be dropped', async () => {
    const template = await api.world.template({ inventory, limit: 'db1', ask_variables_on_launch: true });
    const path = await scheduled('job_template', template, { limit: 'front', extra_data: { n: { v: 1 } } });
    const head = await api.head();
    const { status, body } = await api.post(path);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      dry_run: true,
      permission: { allowed: true },
      launch: { would_start: true, ignored_fields: { limit: 'front' }, hosts: { names: ['db1'] } },
    });
    const launch = body['launch'] as unknown as LaunchPreview;
    expect(valueOf(launch, 'extra_vars', 'n')).toMatchObject({ value: 1, winner: { source: 'schedule' } });
    expect(valueOf(launch, 'limit')?.rejected).toMatchObject([{ code: 'not_prompted', consequence: 'dropped' }]);
    expect(await api.head()).toBe(head);
  });

  it('tells that the job would end in error, and why', async () => {
    const template = await api.world.template({ inventory: null, ask_inventory_on_launch: true });
    const { body } = await api.post(await scheduled('job_template', template, {}));
    expect(body['launch']).toMatchObject({
      would_start: false,
      explanation: 'Job could not start because it does not have a valid inventory.',
    });
  });

  it('tells the nodes of a workflow', async () => {
    const template = { id: await api.world.template({ inventory }), kind: 'job_template' as const };
    const workflow = await api.world.workflow({}, [{ identifier: 'n', template }]);
    const { body } = await api.post(await scheduled('workflow_job_template', workflow, {}));
    expect(body['launch']).toMatchObject({
      type: 'workflow_job',
      nodes: [{ identifier: 'n', launch: { type: 'job' } }],
    });
  });

  it('is for those who may read the template, and what the schedule brings', async () => {
    const { organization } = api.world;
    const foreign = await api.world.make('inventory', { name: 'Walled garden', organization });
    const template = await api.world.template({ inventory, ask_inventory_on_launch: true });
    const path = await scheduled('job_template', template, { inventory: foreign });
    expect(await api.post(path, {}, await someone())).toMatchObject({ status: 403 });
    const operator = await someone(['job_template', template, 'execute_role']);
    expect(await api.post(path, {}, operator)).toMatchObject({ status: 200, body: { launch: null } });
    expect(await api.post('schedules/9999/launch_preview/')).toMatchObject({ status: 404 });
  });
});
