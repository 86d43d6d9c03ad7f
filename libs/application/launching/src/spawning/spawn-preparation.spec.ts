import type { JsonObject } from '@domain/kernel';
import {
  type OpenRun,
  type RunnableNode,
  runnableAfter,
  type SpawnTarget,
  workflowRun,
  workflowRunCatalog,
  workflowRunStream,
} from '@domain/workflow-run';
import { LaunchWorld, type NodeDraft } from '@testing/launches';

describe('preparing the jobs of nodes', () => {
  let world: LaunchWorld;

  beforeAll(async () => {
    world = await LaunchWorld.open();
  });
  afterAll(() => world.close());

  const runOf = async (id: number): Promise<OpenRun> => {
    const { state } = await world.installation.runner.load(workflowRunStream(id), workflowRun, workflowRunCatalog);
    return { ...(state as OpenRun), status: 'running' };
  };

  const launch = async (workflow: number, body: JsonObject = {}): Promise<OpenRun> =>
    runOf(Number((await world.launch('workflow_job_template', workflow, body))['workflow_job']));

  /** All roots of the run, as the walk would ask for them. */
  const prepare = async (run: OpenRun, artifacts: JsonObject = {}): Promise<readonly (SpawnTarget | null)[]> => {
    const origins = Object.fromEntries(Object.keys(artifacts).map((key) => [key, { node: 1, job: 9, overrode: [] }]));
    const runnable = runnableAfter(run, { type: 'AdvanceWorkflow', spawn: {} }).map((each): RunnableNode => ({
      ...each,
      inherited: artifacts,
      origins,
    }));
    const inputs = await world.spawning.prepare(run, runnable);
    return runnable.map(({ node }) => inputs[node.id]?.target ?? null);
  };

  const node = (id: number, prompts: JsonObject = {}): NodeDraft => ({
    identifier: `node ${id}`,
    template: { id, kind: 'job_template' },
    prompts,
  });

  it('tells of a job what a launch by hand would, and whom it belongs to', async () => {
    const template = await world.template({ name: 'Spawned', description: 'by a workflow', ask_limit_on_launch: true });
    const workflow = await world.workflow({ name: 'Around' }, [node(template, { limit: 'web' })]);
    const run = await launch(workflow);
    const [target] = await prepare(run);
    expect(target).toMatchObject({
      kind: 'job',
      template: { ref: `jt-${template}` },
      graph: null,
      startError: null,
      launch: {
        name: 'Spawned',
        description: 'by a workflow',
        organization: { id: world.organization },
        launchType: 'workflow',
        trigger: { by: 'workflow', workflowJob: run.launch.id, node: run.plan[0]?.node.id },
        launchedBy: { id: 1, type: 'user' },
        createdBy: { kind: 'user', id: 1 },
        fixed: { playbook: 'site.yml', project: world.project },
        composition: { effective: { limit: 'web' } },
        ancestors: [
          {
            workflowJob: run.launch.id,
            workflowJobName: 'Around',
            template: workflow,
            templateName: 'Around',
            launchType: 'manual',
          },
        ],
      },
    });
  });

  it('lets the workflow win over the node, and workflow variables over artifacts', async () => {
    const template = await world.template({ ask_limit_on_launch: true, extra_vars: 'a: 1\nb: 1\nc: 1' });
    const workflow = await world.workflow({ limit: 'db', extra_vars: 'a: 3' }, [node(template, { limit: 'web' })]);
    const [target] = await prepare(await launch(workflow), { a: 2, b: 2 });
    expect(target?.launch.composition?.effective).toMatchObject({
      limit: 'db',
      extra_vars: { a: { v: 3 }, b: { v: 2 }, c: { v: 1 } },
    });
  });

  it('reads the template at that moment', async () => {
    const template = await world.template({ ask_limit_on_launch: true });
    const run = await launch(await world.workflow({}, [node(template, { limit: 'web' })]));
    await world.installation.api.change(
      { kind: 'job_template', id: template },
      { body: { ask_limit_on_launch: false, limit: 'all' }, whole: false },
      world.installation.caller(),
    );
    const [target] = await prepare(run);
    expect(target?.launch.composition).toMatchObject({ effective: { limit: 'all' }, ignored: { limit: 'web' } });
  });

  it('gives each job its own copy of every secret', async () => {
    const { sealer } = world.installation;
    const template = await world.template();
    await world.survey('job_template', template, [
      { type: 'password', variable: 'node_key' },
      { type: 'password', variable: 'own', default: 'd3fault' },
    ]);
    const saved = await sealer.seal('wfjt', 'extra_vars.node_key', 'n0de');
    const workflow = await world.workflow({}, [node(template, { extra_data: { node_key: saved } } as never)]);
    await world.survey('workflow_job_template', workflow, [{ type: 'password', variable: 'token' }]);
    const [target] = await prepare(await launch(workflow, { extra_vars: { token: 't0ken' } }));
    const { id, composition } = target?.launch ?? {};
    const variables = composition?.effective.extra_vars ?? {};
    for (const [name, clear] of [
      ['node_key', 'n0de'],
      ['own', 'd3fault'],
      ['token', 't0ken'],
    ] as const) {
      expect(variables[name]).toMatchObject({ sealed: { kid: `job-${id}` } });
      expect(await sealer.open(`job-${id}`, `extra_vars.${name}`, variables[name] as never)).toBe(clear);
    }
    expect(composition?.masks).toEqual(['node_key', 'own', 'token']);
    expect(JSON.stringify(target)).not.toMatch(/n0de|t0ken|d3fault/);
  });

  it('seals an artifact that answers a password question', async () => {
    const template = await world.template();
    await world.survey('job_template', template, [{ type: 'password', variable: 'key' }]);
    const [target] = await prepare(await launch(await world.workflow({}, [node(template)])), { key: 'fromstats' });
    expect(JSON.stringify(target?.launch.composition)).not.toContain('fromstats');
  });

  it('copies the graph of a workflow within', async () => {
    const inner = await world.workflow({ name: 'Inner' }, [node(await world.template())]);
    const outer = await world.workflow({ name: 'Outer' }, [
      { identifier: 'in', template: { id: inner, kind: 'workflow_job_template' } },
    ]);
    const [target] = await prepare(await launch(outer));
    expect(target).toMatchObject({
      kind: 'workflow_job',
      startError: null,
      launch: { kind: 'workflow_job', name: 'Inner', ancestors: [{ templateName: 'Outer' }] },
      graph: { nodes: [{ template: { kind: 'job_template' } }], edges: [], source: { id: inner } },
    });
  });

  it('does not start a workflow within itself', async () => {
    const loop = await world.workflow({ name: 'Loop' });
    const nodes: NodeDraft[] = [{ identifier: 'again', template: { id: loop, kind: 'workflow_job_template' } }];
    const around = await world.workflow({ name: 'Around the loop' }, nodes);
    const run = await launch(around);
    const inside = {
      ...run.launch,
      id: 99,
      ancestors: [
        {
          workflowJob: 98,
          workflowJobName: 'Loop',
          template: loop,
          templateName: 'Loop',
          launchType: 'manual' as const,
        },
      ],
    };
    const [target] = await prepare({ ...run, launch: inside });
    expect(target?.startError).toBe(
      'Workflow Job spawned from workflow could not start because it would result in recursion ' +
        `(spawn order, most recent first: <Loop-${loop}>, <Around the loop-${around}>, <Loop-${loop}>)`,
    );
    expect(target?.graph).toEqual({ nodes: [], edges: [], source: expect.objectContaining({ id: loop }) });
  });

  it('tells of a template that is gone, and of one that lacks what it needs', async () => {
    const gone = await world.template();
    const lacking = await world.template({ inventory: null, ask_inventory_on_launch: true });
    const run = await launch(await world.workflow({}, [node(gone), node(lacking)]));
    await world.installation.api.remove({ kind: 'job_template', id: gone }, world.installation.caller());
    const [first, second] = await prepare(run);
    expect(first).toBeNull();
    expect(second?.startError).toBe(
      'Job spawned from workflow could not start because it was missing a related resource such as project or inventory',
    );
  });

  it('updates a project', async () => {
    const project = await world.make('project', {
      name: 'from git',
      organization: world.organization,
      scm_type: 'git',
      scm_url: 'https://example.org/x.git',
    });
    const nodes: NodeDraft[] = [{ identifier: 'sync', template: { id: project, kind: 'project' } }];
    const [target] = await prepare(await launch(await world.workflow({}, nodes)));
    expect(target).toMatchObject({
      kind: 'project_update',
      launch: { composition: null, fixed: { project, scm_type: 'git', job_type: 'check' } },
    });
  });

  it('slices the job of a node, whose slices get what the workflow gave', async () => {
    const template = await world.template({ job_slice_count: 2 });
    const run = await launch(await world.workflow({ extra_vars: 'a: 1' }, [node(template)]));
    const [target] = await prepare(run);
    expect(target).toMatchObject({
      kind: 'workflow_job',
      launch: { fixed: { is_sliced_job: true }, ancestors: [{ workflowJob: run.launch.id }] },
      graph: { nodes: [{ template: { id: template } }, { template: { id: template } }], edges: [] },
    });
    expect(target?.launch.composition?.launchConfig).toEqual({ extra_vars: { a: { v: 1 } } });
  });

  it('numbers slices, each with the launch prompts under the rules of the template', async () => {
    const template = await world.template({
      job_slice_count: 2,
      ask_limit_on_launch: true,
      ask_variables_on_launch: true,
    });
    const answer = await world.launch('job_template', template, { limit: 'web', extra_vars: { a: 1 } });
    const targets = await prepare(await runOf(Number(answer['workflow_job'])));
    expect(targets.map((target) => target?.launch)).toMatchObject([
      {
        kind: 'job',
        fixed: { job_slice_number: 1, allow_simultaneous: true },
        composition: { effective: { limit: 'web', job_slice_count: 2, extra_vars: { a: { v: 1 } } } },
      },
      { kind: 'job', fixed: { job_slice_number: 2 } },
    ]);
  });
});
