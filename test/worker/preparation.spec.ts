import { writeContext } from '@application/resources';
import { JobPreparation, type PreparationPorts, type Prepared } from '@application/running';
import { job, type Job, jobCatalog, type JobCommand, jobStream } from '@domain/job';
import { type JsonObject, SYSTEM_ACTOR } from '@domain/kernel';
import type { Composition, LaunchedData } from '@domain/launch';
import { LaunchWorld } from '@testing/launches';

const INVENTORY = { all: { hosts: ['one', 'two'] } };
const TYPES: readonly (JsonObject & { readonly id: number })[] = [
  {
    ...{ id: 1, name: 'Machine', namespace: 'ssh', kind: 'ssh' },
    inputs: { fields: [{ id: 'username' }, { id: 'password', secret: true, ask_at_runtime: true }] },
  },
  {
    ...{ id: 2, name: 'Cloud', namespace: 'cloud', kind: 'cloud' },
    inputs: { fields: [{ id: 'user' }, { id: 'token', secret: true }], required: ['user', 'token', 'unknown'] },
    injectors: { env: { TOKEN: '{{ token }}' } },
  },
  { ...{ id: 3, name: 'Source Control', namespace: 'scm', kind: 'scm' }, inputs: { fields: [{ id: 'username' }] } },
];

describe('the preparation of a run', () => {
  let world: LaunchWorld;
  let asked: unknown[];

  beforeAll(async () => {
    world = await LaunchWorld.open();
    const { installation } = world;
    for (const { id, ...type } of TYPES) {
      const set = { injectors: {}, ...type, managed: true };
      const body = { name: type['name'] ?? '', kind: 'cloud', inputs: {}, injectors: {} };
      await installation.resources.create('credential_type', body, writeContext(installation.caller()), { id, set });
    }
    await world.make('execution_environment', { name: 'usual', image: 'quay.io/ansible/ee' });
  });
  beforeEach(() => (asked = []));
  afterAll(() => world.close());

  const credential = (name: string, type: number, inputs: JsonObject): Promise<number> =>
    world.make('credential', { name, organization: world.organization, credential_type: type, inputs });

  const prepare = (launch: LaunchedData, more: Partial<PreparationPorts> = {}): Promise<Prepared> => {
    const ports: PreparationPorts = {
      ...{ resources: world.targets.resources, store: world.installation.store, sealer: world.installation.sealer },
      executor: { unavailable: () => null },
      inventory: (...request) => {
        asked.push(request);
        return Promise.resolve(INVENTORY);
      },
      passwords: { of: () => Promise.resolve({}) },
      files: { folder: (path) => (path === '' ? null : `/projects/${path}`) },
      node: 'node-1',
      upToDate: async () => world.installation.caughtUp(await world.installation.log.head()),
      ...more,
    };
    const state: Job = { ...job.initial, launch, status: 'waiting' };
    return new JobPreparation(ports).prepare(state, 'a1');
  };

  const launchJob = async (template: JsonObject = {}): Promise<LaunchedData> => {
    const { id } = await world.launch('job_template', await world.template(template));
    return world.launched('job', Number(id));
  };

  const having = (launch: LaunchedData, effective: JsonObject): LaunchedData => {
    const composition = launch.composition as Composition;
    return { ...launch, composition: { ...composition, effective: { ...composition.effective, ...effective } } };
  };
  const withCredential = async (id: number): Promise<LaunchedData> =>
    having(await launchJob(), { credentials: [{ id }] });

  it('gathers what a playbook needs, with variables that tell where it runs above all others', async () => {
    const variables = { word: 'stone', awx_job_id: 'mine' };
    const launch = await launchJob({ extra_vars: JSON.stringify(variables), limit: 'web', forks: 7, timeout: 60 });
    const prepared = await prepare(launch);
    const injected = { awx_job_id: launch.id, tower_inventory_name: 'Stores', awx_user_name: 'admin' };
    expect(prepared).toMatchObject({
      ok: true,
      request: {
        ...{ jobId: launch.id, kind: 'job', attempt: 'a1', timeout: 60 },
        playbook: {
          ...{ projectPath: '/projects/site', file: 'site.yml', jobType: 'run', limit: 'web', forks: 7 },
          ...{ inventory: INVENTORY, inventoryId: world.inventory, credentials: [] },
          extraVars: { word: 'stone', ...injected },
        },
      },
      facts: { injected, executionEnvironment: expect.any(Number) },
    });
    expect(asked).toEqual([[world.inventory, { number: 1, count: 1 }]]);
  });

  it('asks for the hosts of a slice', async () => {
    const launch = having(await launchJob(), { job_slice_count: 3 });
    await prepare({ ...launch, fixed: { ...launch.fixed, job_slice_number: 2 } });
    expect(asked).toEqual([[world.inventory, { number: 2, count: 3 }]]);
  });

  it('knows the hosts of the inventory by name', async () => {
    const launch = await launchJob();
    const preparation = new JobPreparation({
      ...({} as PreparationPorts),
      ...{ resources: world.targets.resources, store: world.installation.store },
    });
    const hosts = await preparation.hosts({ ...job.initial, launch });
    expect([...hosts.keys()].sort()).toEqual(['one', 'two']);
    expect(await preparation.hosts({ ...job.initial, launch: { ...launch, composition: null } })).toEqual(new Map());
  });

  describe('opens credentials', () => {
    it('for this run alone, with typed passwords in their places', async () => {
      const launch = await withCredential(await credential('asking', 1, { username: 'u', password: 'ASK' }));
      const prepared = await prepare(launch, { passwords: { of: () => Promise.resolve({ ssh_password: 'typed' }) } });
      const [opened] = prepared.ok ? (prepared.request.playbook?.credentials ?? []) : [];
      expect(opened).toMatchObject({
        ...{ name: 'asking', namespace: 'ssh', secretInputs: ['password'] },
        inputs: { username: 'u', password: 'typed' },
      });
    });

    it('with secrets in the clear and what injects them', async () => {
      const launch = await withCredential(await credential('cloud', 2, { user: 'u', token: 't0ken' }));
      const prepared = await prepare(launch);
      const [opened] = prepared.ok ? (prepared.request.playbook?.credentials ?? []) : [];
      expect(opened).toMatchObject({
        inputs: { user: 'u', token: 't0ken' },
        injectors: { env: { TOKEN: '{{ token }}' } },
      });
    });

    it('and passes over those that are gone', async () => {
      expect(await prepare(await withCredential(9999))).toMatchObject({ ok: true });
    });
  });

  const refused = (as: string, reason: string) => ({ ok: false, as, reason });

  describe('refuses', () => {
    it('a credential that lacks required inputs', async () => {
      const launch = await withCredential(await credential('half', 2, {}));
      const reason =
        'Job cannot start because Credential half does not provide one or more required fields (token, user).';
      expect(await prepare(launch)).toEqual(refused('pre-start', reason));
    });

    it('passwords that nobody typed', async () => {
      const launch = await withCredential(await credential('silent', 1, { username: 'u', password: 'ASK' }));
      expect(await prepare(launch)).toEqual(refused('pre-start', 'Missing needed fields: ssh_password.'));
    });

    it.each(['inventory', 'project'])('a job whose %s is gone', async (what) => {
      const launch = await launchJob();
      const gone = what === 'inventory' ? having(launch, { inventory: 9999 }) : { ...launch, fixed: { project: 9999 } };
      const reason = `Job could not start because it does not have a valid ${what}.`;
      expect(await prepare(gone)).toEqual(refused('error', reason));
    });

    it('a project that lies nowhere', async () => {
      const files = { folder: () => null };
      const reason = 'Job could not start because it does not have a valid project.';
      expect(await prepare(await launchJob(), { files })).toEqual(refused('error', reason));
    });

    it('a project from git that was never fetched', async () => {
      const source = { scm_type: 'git', scm_url: 'https://example.org/x.git' };
      const project = await world.make('project', { name: 'never', organization: world.organization, ...source });
      const reason = 'Missing a revision to run due to failed project update.';
      expect(await prepare(await launchJob({ project }))).toEqual(refused('failed', reason));
    });

    it.each(['svn', 'archive'])('a checkout from %s: only git is there', async (source) => {
      const { organization, installation } = world;
      const project = await world.make('project', {
        ...{ name: `from ${source}`, organization, scm_type: source, scm_url: 'https://example.org/x' },
      });
      const { project_update: id } = await world.updates.update(project, installation.caller());
      const launch = await world.launched('project_update', Number(id));
      const reason = `Projects are fetched from git only, and not from ${source} here.`;
      expect(await prepare(launch)).toEqual(refused('error', reason));
    });

    it('a playbook when none can run here', async () => {
      const executor = { unavailable: () => 'ansible is missing' };
      expect(await prepare(await launchJob(), { executor })).toEqual(refused('error', 'ansible is missing'));
    });
  });

  it('runs a branch of its own in a copy, and the branch of the project as it lies', async () => {
    const { installation } = world;
    const source = { scm_type: 'git', scm_url: 'https://example.org/x.git', scm_branch: 'main', allow_override: true };
    const project = await world.make('project', { name: 'open', organization: world.organization, ...source });
    const { project_update: update } = await world.updates.update(project, installation.caller());
    const launch = await launchJob({ project });
    const ran = { exitCode: 0, explanation: '', traceback: '', artifacts: null, hosts: null, events: 0 };
    const commands: readonly JobCommand[] = [
      { type: 'AdmitJob', attempt: 'a', instanceGroup: 1, node: 'n', impact: 1 },
      { type: 'RecordRun', attempt: 'a', report: { ...ran, status: 'successful', revision: '1f3c' } },
    ];
    for (const [step, command] of commands.entries()) {
      const context = { commandId: `update ${step}`, causation: 'test', actor: SYSTEM_ACTOR };
      const stream = jobStream(Number(update));
      await installation.runner.handle({ stream, decider: job, catalog: jobCatalog, command, context });
    }
    const as = { playbook: expect.not.objectContaining({ branch: expect.anything() }) };
    expect(await prepare(launch)).toMatchObject({ ok: true, request: as, facts: { revision: '1f3c' } });
    expect(await prepare(having(launch, { scm_branch: 'main' }))).toMatchObject({ ok: true, request: as });
    const other = await prepare(having(launch, { scm_branch: 'hotfix' }));
    expect(other).toMatchObject({ ok: true, request: { playbook: { branch: 'hotfix' } } });
    expect(other.ok && other.facts.revision).toBeUndefined();
  });

  it('gathers what a checkout needs, where no playbook can run too', async () => {
    const project = await world.make('project', {
      ...{ name: 'fetched', organization: world.organization, scm_type: 'git', scm_url: 'https://example.org/x.git' },
      ...{ scm_branch: 'main', scm_clean: true, credential: await credential('git', 3, { username: 'g' }) },
    });
    const { project_update: id } = await world.updates.update(project, world.installation.caller());
    const launch = await world.launched('project_update', Number(id));
    const executor = { unavailable: () => 'ansible is missing' };
    expect(await prepare(launch, { executor })).toMatchObject({
      ok: true,
      request: {
        ...{ jobId: launch.id, kind: 'project_update', attempt: 'a1' },
        checkout: {
          ...{ path: `/projects/_${project}__fetched`, url: 'https://example.org/x.git', branch: 'main', refspec: '' },
          ...{ clean: true, deleteFirst: false, trackSubmodules: false, credential: { inputs: { username: 'g' } } },
        },
      },
      facts: { injected: {} },
    });
  });
});
