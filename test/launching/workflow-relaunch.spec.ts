import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { type Answered, LaunchingApi } from './launching-api.js';

let api: LaunchingApi;
let users = 0;
beforeAll(async () => {
  api = await LaunchingApi.open();
});
afterAll(() => api.close());

const relaunch = (id: number, viewer?: Viewer): Promise<Answered> =>
  api.post(`workflow_jobs/${id}/relaunch/`, {}, viewer);

const change = (kind: 'job_template' | 'workflow_job_template', id: number, body: JsonObject): Promise<unknown> =>
  api.world.installation.api.change({ kind, id }, { body, whole: false }, api.world.installation.caller());

const someone = async (workflow: number, role: string): Promise<Viewer> => {
  users += 1;
  const viewer = await api.world.installation.user(`user-${users}`);
  await api.world.installation.giveRole(viewer, { kind: 'workflow_job_template', id: workflow }, role);
  return viewer;
};

const DEFAULT = 'You do not have permission to perform this action.';

describe('the relaunch of a workflow job (§6)', () => {
  it('has an empty page, for those who may read the job', async () => {
    const id = await api.launch(`workflow_job_templates/${await api.world.workflow()}/`);
    expect(await api.get(`workflow_jobs/${id}/relaunch/`)).toEqual({ status: 200, body: {} });
    const nobody = await api.world.installation.user('nobody');
    expect(await api.get(`workflow_jobs/${id}/relaunch/`, nobody)).toMatchObject({ status: 403 });
    expect(await api.get(`jobs/${id}/relaunch/`)).toMatchObject({ status: 404 });
  });

  it('takes the nodes of now and the prompts of then', async () => {
    const template = { id: await api.world.template(), kind: 'job_template' } as const;
    const workflow = await api.world.workflow({ ask_limit_on_launch: true, limit: 'all' }, [
      { identifier: 'a', template },
    ]);
    const id = await api.launch(`workflow_job_templates/${workflow}/`, { limit: 'web' });
    await change('workflow_job_template', workflow, { extra_vars: 'a: 2' });
    const answer = await relaunch(id);
    expect(answer).toMatchObject({ status: 201, body: { type: 'workflow_job', ignored_fields: {} } });
    const [launch, snapshot] = await api.world.events(`wfjob-${Number(answer.body['id'])}`);
    expect(launch?.data).toMatchObject({
      launchType: 'relaunch',
      trigger: { by: 'relaunch', job: id },
      composition: { effective: { limit: 'web', extra_vars: { a: { v: 2 } } }, launchConfig: { limit: 'web' } },
    });
    expect(snapshot?.data).toMatchObject({ nodes: [{ identifier: 'a', template }], source: { id: workflow } });
  });

  it('needs execute on the workflow, and rights on what was prompted', async () => {
    const inventory = await api.world.make('inventory', { name: 'Prompted', organization: api.world.organization });
    const workflow = await api.world.workflow({ ask_inventory_on_launch: true });
    const id = await api.launch(`workflow_job_templates/${workflow}/`, { inventory });
    expect(await relaunch(id, await someone(workflow, 'read_role'))).toEqual({
      status: 403,
      body: { detail: DEFAULT },
    });
    const operator = await someone(workflow, 'execute_role');
    expect((await relaunch(id, operator)).body).toEqual({
      detail: 'Job was launched with prompts you lack access to.',
    });
    await api.world.installation.giveRole(operator, { kind: 'inventory', id: inventory }, 'use_role');
    expect(await relaunch(id, operator)).toMatchObject({ status: 201 });
    await change('workflow_job_template', workflow, { ask_inventory_on_launch: false });
    expect((await relaunch(id, operator)).body).toEqual({
      detail: 'Job was launched with prompts no longer accepted.',
    });
    expect(await relaunch(id)).toMatchObject({ status: 201, body: { ignored_fields: { inventory } } });
  });

  it('does not hand on the secrets of another', async () => {
    const workflow = await api.world.workflow();
    await api.world.survey('workflow_job_template', workflow, [{ type: 'password', variable: 'key' }]);
    const id = await api.launch(`workflow_job_templates/${workflow}/`, { extra_vars: { key: 'hunter2' } });
    expect((await relaunch(id, await someone(workflow, 'admin_role'))).body).toEqual({
      detail: 'Job was launched with secret prompts provided by another user.',
    });
  });

  it('copies the nodes of an orphan, for superusers', async () => {
    const template = { id: await api.world.template(), kind: 'job_template' } as const;
    const nodes = ['a', 'b'].map((identifier) => ({ identifier, template }));
    const workflow = await api.world.workflow({}, nodes, ['a success b']);
    const id = await api.launch(`workflow_job_templates/${workflow}/`);
    await api.cancel(id, true);
    const admin = await someone(workflow, 'admin_role');
    const target = { kind: 'workflow_job_template', id: workflow } as const;
    await api.world.installation.api.remove(target, api.world.installation.caller());
    expect(await relaunch(id, admin)).toEqual({ status: 403, body: { detail: DEFAULT } });
    const answer = await relaunch(id);
    expect(answer).toMatchObject({ status: 201 });
    const old = (await api.world.events(`wfjob-${id}`)).find(({ type }) => type === 'WorkflowGraphSnapshotted');
    const [launch, snapshot] = await api.world.events(`wfjob-${Number(answer.body['id'])}`);
    expect(launch).toMatchObject({ type: 'JobCopied', data: { template: null, from: { ref: `wfjob-${id}` } } });
    const graph = snapshot?.data as { nodes: { id: number }[]; edges: object[] };
    expect(graph.nodes).toMatchObject([
      { identifier: 'a', template },
      { identifier: 'b', template },
    ]);
    expect(graph.edges).toEqual([{ from: graph.nodes[0]?.id, to: graph.nodes[1]?.id, kind: 'success' }]);
    const ids = (old?.data as typeof graph).nodes.map((node) => node.id);
    expect(graph.nodes.some((node) => ids.includes(node.id))).toBe(false);
  });
});

describe('the relaunch of a sliced job (§6)', () => {
  const CHANGED = 'Cannot relaunch sliced workflow job after slice count has changed.';
  const sliced = async (more: JsonObject = {}, body: JsonObject = {}) => {
    const template = await api.world.template({ job_slice_count: 2, ...more });
    return { template, id: await api.launch(`job_templates/${template}/`, body) };
  };

  it('makes as many slices', async () => {
    const { id } = await sliced();
    const answer = await relaunch(id);
    expect(answer).toMatchObject({ status: 201, body: { type: 'workflow_job' } });
    const [launch, snapshot] = await api.world.events(`wfjob-${Number(answer.body['id'])}`);
    expect(launch?.data).toMatchObject({ fixed: { is_sliced_job: true }, trigger: { by: 'relaunch', job: id } });
    expect((snapshot?.data as { nodes: object[] }).nodes).toHaveLength(2);
  });

  it('counts a number of slices that was prompted', async () => {
    const { id } = await sliced({ job_slice_count: 1, ask_job_slice_count_on_launch: true }, { job_slice_count: 2 });
    expect(await relaunch(id)).toMatchObject({ status: 201 });
  });

  it('refuses when there are more or fewer slices now, or no inventory', async () => {
    const { template, id } = await sliced();
    await change('job_template', template, { job_slice_count: 1 });
    expect(await relaunch(id)).toEqual({ status: 400, body: { detail: CHANGED } });
    await change('job_template', template, { job_slice_count: 2, ask_inventory_on_launch: true, inventory: null });
    expect(await relaunch(id)).toEqual({ status: 400, body: { detail: CHANGED } });
  });

  it('refuses when the job template is gone', async () => {
    const { template, id } = await sliced();
    await api.cancel(id, true);
    const target = { kind: 'job_template', id: template } as const;
    await api.world.installation.api.remove(target, api.world.installation.caller());
    expect(await relaunch(id)).toEqual({
      status: 400,
      body: { detail: 'Cannot relaunch slice workflow job orphaned from job template.' },
    });
  });
});
