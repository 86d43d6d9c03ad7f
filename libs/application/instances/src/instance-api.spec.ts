import type { SeenNode } from '@application/ports';
import { ListReader } from '@application/queries';
import type { Slot } from '@domain/dispatcher';
import type { JsonObject } from '@domain/kernel';
import { launchedData } from '@testing/builders';
import { JobInstallation } from '@testing/installation';
import { groupFigures } from './group-figures.js';
import { InstanceApi } from './instance-api.js';

const ADMIN = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };
const CREATED = '2030-01-01T00:00:00.000000Z';

const seen = (id: number, name: string, more: Partial<SeenNode> = {}): SeenNode => ({
  ...{ id, uuid: `uuid ${id}`, name, boot: 'b', roles: ['runner'], site: 's', capacity: 20, cpu: 4, memory: 8 },
  ...{ version: '24.6.1', silentFor: 0, lastSeen: '2030-01-15T03:00:00.000000Z', hasLeft: false, ...more },
});

const NODES: readonly SeenNode[] = [
  seen(1, 'api-1', { roles: ['api'], capacity: 50 }),
  seen(2, 'work-1', { roles: ['worker', 'runner'] }),
  seen(3, 'run-1', { lastSeen: '2030-01-15T03:00:04.000000Z' }),
  seen(4, 'run-2', { silentFor: 30 }),
  seen(5, 'run-3', { hasLeft: true }),
];

const slot = (job: number, impact: number): Slot => ({
  ...{ job, kind: 'job', template: 8, allowSimultaneous: true, project: null, inventory: null, impact, attempt: 'a' },
});

describe('the nodes of an installation', () => {
  let installation: JobInstallation;
  let slots: readonly Slot[] = [];
  let nodes: readonly SeenNode[] = NODES;
  let api: InstanceApi;
  let group: number;
  let control: number;
  let empty: number;

  beforeAll(async () => {
    installation = await JobInstallation.open();
    const { cairn, jobs } = installation;
    api = new InstanceApi({
      ...{ nodes: async () => nodes, created: CREATED, store: cairn.store, slots: async () => slots },
      ...{ lists: new ListReader(cairn.store, () => []), resources: cairn.api, jobs: jobs.lists },
    });
    cairn.api.views.extend(
      'instance_group',
      groupFigures({ nodes: async () => nodes, store: cairn.store, slots: async () => slots }),
    );
    group = (await cairn.make('instance_group', { name: 'default' })).id;
    control = (await cairn.make('instance_group', { name: 'controlplane' })).id;
    empty = (await cairn.make('instance_group', { name: 'other' })).id;
    const END = { status: 'failed', exitCode: 1, explanation: '', traceback: '', workflow: null, artifacts: null };
    const admitted = (id: number, node: string) => [
      { type: 'TemplateLaunched', data: launchedData('job', id) },
      { type: 'JobQueued', data: { passwords: [] } },
      { type: 'JobAdmitted', data: { attempt: 'a', instanceGroup: group, node, impact: 6 } },
    ];
    await cairn.record('job-401', admitted(401, 'work-1'));
    await cairn.record('job-402', admitted(402, 'run-1'));
    await cairn.record('job-403', [...admitted(403, 'run-1'), { type: 'JobFailed', data: END }]);
  });
  beforeEach(() => {
    nodes = NODES;
    slots = [slot(401, 5), slot(402, 6), slot(404, 1)];
  });
  afterAll(() => installation.close());

  const list = async (search = ''): Promise<readonly JsonObject[]> =>
    (await api.list(search, ADMIN))['results'] as readonly JsonObject[];
  const namesIn = ({ results }: JsonObject): readonly unknown[] =>
    (results as readonly JsonObject[]).map(({ hostname, name, id }) => hostname ?? name ?? id);

  it('are those that have not left, with what each does, can take and has taken', async () => {
    const ready = { node_state: 'ready', errors: '', enabled: true, version: '24.6.1' };
    expect(await list()).toMatchObject([
      { id: 1, hostname: 'api-1', node_type: 'control', capacity: 0, jobs_running: 0, jobs_total: 0, ...ready },
      {
        ...{ id: 2, hostname: 'work-1', url: '/api/v2/instances/2/', uuid: 'uuid 2', node_type: 'hybrid', ...ready },
        ...{ capacity: 20, consumed_capacity: 5, percent_capacity_remaining: 75, jobs_running: 1, jobs_total: 1 },
      },
      {
        ...{ id: 3, hostname: 'run-1', node_type: 'execution', last_seen: '2030-01-15T03:00:04.000000Z', ...ready },
        ...{ capacity: 20, consumed_capacity: 6, jobs_running: 1, jobs_total: 2, created: CREATED },
      },
      {
        ...{ id: 4, hostname: 'run-2', node_state: 'unavailable', capacity: 0, percent_capacity_remaining: 0 },
        errors: 'Another cluster node has determined this instance to be unresponsive',
      },
    ]);
  });

  it('are filtered, ordered and cut into pages as all lists are', async () => {
    expect(await list('?node_state=ready&capacity__gt=0&order_by=-id')).toMatchObject([{ id: 3 }, { id: 2 }]);
    expect(await api.list('?page_size=3&page=2', ADMIN)).toMatchObject({ count: 4, results: [{ id: 4 }] });
  });

  it('take as many queries when there are many', async () => {
    const queries = async (): Promise<number> => {
      const before = installation.cairn.queries();
      await list('?page_size=200');
      return installation.cairn.queries() - before;
    };
    const few = await queries();
    nodes = Array.from({ length: 50 }, (_, n) => seen(n + 1, `run-${n}`));
    expect(await queries()).toBe(few);
  });

  it('are read by their ids, with their jobs and groups', async () => {
    expect(await api.read(3, ADMIN)).toMatchObject({ hostname: 'run-1', jobs_running: 1, consumed_capacity: 6 });
    expect(namesIn(await api.jobs(3, '?order_by=id', ADMIN))).toHaveLength(2);
    expect(namesIn(await api.groups(3, '', installation.cairn.caller()))).toEqual(['default']);
    expect(namesIn(await api.groups(1, '', installation.cairn.caller()))).toEqual(['controlplane']);
    expect(namesIn(await api.ofGroup(group, '', installation.cairn.caller()))).toEqual(['work-1', 'run-1', 'run-2']);
    expect(namesIn(await api.ofGroup(control, '', installation.cairn.caller()))).toEqual(['api-1']);
    expect(namesIn(await api.ofGroup(empty, '', installation.cairn.caller()))).toEqual([]);
    await expect(api.read(5, ADMIN)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('make up what their groups can take and have taken', async () => {
    const { cairn } = installation;
    const shown = (id: number) => cairn.api.read({ kind: 'instance_group', id }, cairn.caller());
    expect(await shown(group)).toMatchObject({
      ...{ capacity: 40, consumed_capacity: 11, percent_capacity_remaining: 72.5, instances: 3 },
      ...{ jobs_running: 2, jobs_total: 3 },
    });
    expect(await shown(control)).toMatchObject({ capacity: 0, percent_capacity_remaining: 0, instances: 1 });
    expect(await shown(empty)).toMatchObject({ capacity: 0, instances: 0, jobs_total: 0 });
  });

  it('are no concern of others', async () => {
    const ann = { ...ADMIN, isSuperuser: false };
    expect(await api.list('', ann)).toMatchObject({ count: 0 });
    await expect(api.read(3, ann)).rejects.toMatchObject({ kind: 'forbidden' });
  });

  it('take on what no node has yet where there is but one', async () => {
    nodes = [seen(1, 'cairn-1', { roles: ['api', 'worker', 'runner'] })];
    slots = [slot(404, 7)];
    expect(await list()).toMatchObject([{ hostname: 'cairn-1', node_type: 'hybrid', consumed_capacity: 7 }]);
  });
});
