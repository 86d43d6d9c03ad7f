import type { CallbackRefusedData, CallbackRequestedData } from '@domain/callback';
import { job as jobDecider, jobCatalog, jobStream } from '@domain/job';
import type { JsonObject } from '@domain/kernel';
import { CallbackWorld } from '@testing/callbacks';
import type { GivenCall } from './call.js';
import type { CallbackService } from './callback-service.js';

let world: CallbackWorld;
let service: CallbackService;

beforeAll(async () => {
  world = await CallbackWorld.open();
});
beforeEach(() => {
  service = world.service();
  world.names.names.clear();
  world.names.addresses.clear();
});
afterAll(() => world.close());

/** The answer's message, or the id of the job. */
const answerTo = async (call: GivenCall, at: CallbackService = service): Promise<unknown> =>
  at.call(call).catch((error: { body: JsonObject }) => error.body['msg'] ?? error.body['detail']);

const launched = (job: number) => world.launches.launched('job', job);
const variablesOf = async (job: number) => (await launched(job)).composition?.effective.extra_vars;

const NO_PERMISSION = 'You do not have permission to perform this action.';
const NEEDS_INPUT = 'Cannot start automatically, user input required!';
const NO_HOST = 'No matching host could be found!';
const MANY_HOSTS = 'Multiple hosts matched the request!';
const PENDING = 'Host callback job already pending.';

describe('the decision sequence', () => {
  it.each([undefined, null, '', 0, false, ['k'], { k: 'k' }])('1: %p is no key', async (key) => {
    const id = await world.template();
    expect(await answerTo(world.given(id, { key }))).toBe(NO_PERMISSION);
    expect(await answerTo(world.given(999, { key }))).toBe(NO_PERMISSION);
    expect(await answerTo(world.given(id, { key, template: undefined }))).toBe(NO_PERMISSION);
  });

  it('2: there is no such template', async () => {
    expect(await answerTo(world.given(999))).toBe('Not found.');
    expect(await answerTo(world.given(0, { template: undefined }))).toBe('Not found.');
  });

  it.each(['wrong', 'K', 'k ', 'kk', 'k\u0000'])('3: %p is not the key', async (key) =>
    expect(await answerTo(world.given(await world.template(), { key }))).toBe(NO_PERMISSION),
  );

  it('3: a template without a key has none that is right', async () =>
    expect(await answerTo(world.given(await world.launches.template()))).toBe(NO_PERMISSION));

  it('4: there is no inventory to look in', async () => {
    const { inventory, project } = world.launches;
    const body = { name: 'no inventory', project, inventory, playbook: 'site.yml', ask_inventory_on_launch: true };
    const { id } = await world.launches.installation.seed('job_template', body, {
      ...{ ...body, host_config_key: 'k', inventory: null },
    });
    expect(await answerTo(world.given(id))).toBe('Cannot start automatically, an inventory is required.');
  });

  it('6, 7: no host, several hosts, whatever else is wrong', async () => {
    const id = await world.template({ ask_limit_on_launch: true });
    expect(await answerTo(world.given(id, { peer: '10.9.9.9' }))).toBe(NO_HOST);
    for (const name of ['twin a', 'twin b']) await world.host(name, { ansible_host: '10.1.1.20' });
    expect(await answerTo(world.given(id, { peer: '10.1.1.20' }))).toBe(MANY_HOSTS);
  });

  it('8: somebody would have to answer questions', async () => {
    const id = await world.template({ ask_limit_on_launch: true });
    expect(await answerTo(world.given(id))).toBe(NEEDS_INPUT);
    expect(await answerTo(world.given(id, { variables: null }))).toBe(NEEDS_INPUT);
    expect(await answerTo(world.given(id, { variables: {} }))).toEqual(expect.any(Number));
  });

  it('8: a question that must be answered blocks until its answer comes, whatever its default', async () => {
    const id = await world.template();
    await world.launches.survey('job_template', id, [{ type: 'text', variable: 'role', required: true, default: 'd' }]);
    expect(await answerTo(world.given(id))).toBe(NEEDS_INPUT);
    expect(await answerTo(world.given(id, { variables: {} }))).toBe(NEEDS_INPUT);
    const job = await service.call(world.given(id, { variables: { role: 'db' } }));
    expect(await variablesOf(job)).toEqual({ role: { v: 'd' } });
  });

  it('9: the job of the last call, or of anyone who limited it to the host, is not over', async () => {
    const id = await world.template();
    await service.call(world.given(id));
    expect(await answerTo(world.given(id))).toBe(PENDING);
    const other = await world.template({ limit: 'node3' });
    await world.launches.launch('job_template', other);
    expect(await answerTo(world.given(other))).toBe(PENDING);
  });

  it('10: a job that could not start is not created', async () => {
    const id = await world.template();
    const project = await world.launches.make('project', {
      ...{ name: 'doomed', organization: world.launches.organization, local_path: 'doomed' },
    });
    const caller = world.launches.installation.caller();
    await world.launches.installation.api.change(
      { kind: 'job_template', id },
      { body: { project }, whole: false },
      caller,
    );
    await world.launches.installation.api.remove({ kind: 'project', id: project }, caller);
    expect(await answerTo(world.given(id))).toBe('Error starting job!');
    expect(await world.events(id, 1)).toEqual([]);
  });

  it('11: of 50 calls at the same time one gets the job', async () => {
    const id = await world.template();
    const answers = await Promise.all(Array.from({ length: 50 }, () => answerTo(world.given(id))));
    expect(answers.filter((answer) => typeof answer === 'number')).toHaveLength(1);
    expect(answers.filter((answer) => answer === PENDING)).toHaveLength(49);
    const host = (await world.events(id))[0]?.data as CallbackRefusedData;
    const claims = await world.events(id, host.matched[0]?.id);
    expect(claims.map(({ type }) => type)).toEqual(['CallbackRequested']);
  });
});

describe('a host that called', () => {
  const end = async (job: number): Promise<void> => {
    const { runner } = world.launches.installation;
    const actor = { kind: 'user', id: 1, name: 'admin' } as const;
    await runner.handle({
      ...{ stream: jobStream(job), decider: jobDecider, catalog: jobCatalog },
      command: { type: 'CancelJob', by: actor, reason: 'user' },
      context: { commandId: `end ${job}`, causation: 'x', actor },
    });
  };

  it('may call again when its job is over', async () => {
    const id = await world.template();
    await end(await service.call(world.given(id)));
    await world.launches.installation.caughtUp(await world.launches.installation.log.head());
    expect(await answerTo(world.given(id))).toEqual(expect.any(Number));
  });

  it('may call again when the server stopped before its job was created', async () => {
    const id = await world.template();
    const first = await service.call(world.given(id));
    const [claim] = await world.events(id, (await hostsOf(id, first))[0]?.id);
    const host = (claim?.data as CallbackRequestedData).matched[0]?.id ?? 0;
    const other = await world.template();
    await world.launches.installation.record(`callback-${other}-${host}`, [
      { type: 'CallbackRequested', data: { ...(claim?.data ?? {}), job: 987_654 } },
    ]);
    expect(await answerTo(world.given(other), world.service())).toEqual(expect.any(Number));
  });

  it('waits a while for the job that another process is creating for it', async () => {
    const id = await world.template();
    const first = await service.call(world.given(id));
    const [host] = await hostsOf(id, first);
    const [claim] = await world.events(id, host?.id);
    const other = await world.template();
    await world.launches.installation.record(`callback-${other}-${host?.id}`, [
      { type: 'CallbackRequested', data: { ...(claim?.data ?? {}), job: 987_654 } },
    ]);
    expect(await answerTo(world.given(other), world.service({}, true))).toBe(PENDING);
    world.later = 31_000;
    expect(await answerTo(world.given(other), world.service({}, true))).toEqual(expect.any(Number));
  });

  const hostsOf = async (id: number, job: number) => {
    const { trigger } = await launched(job);
    const host = trigger.by === 'callback' ? trigger.host : 0;
    const [event] = await world.events(id, host);
    return (event?.data as CallbackRequestedData).matched;
  };

  it('does not keep another host waiting', async () => {
    const id = await world.template();
    await world.host('node4', { ansible_host: '10.1.1.4' });
    expect(await answerTo(world.given(id))).toEqual(expect.any(Number));
    expect(await answerTo(world.given(id, { peer: '10.1.1.4' }))).toEqual(expect.any(Number));
  });
});

describe('the job', () => {
  it('is limited to the host by its name, is nobody’s, is never sliced', async () => {
    const id = await world.template({ limit: 'all', job_slice_count: 2 });
    const job = await service.call(world.given(id));
    expect(await launched(job)).toMatchObject({
      kind: 'job',
      launchType: 'callback',
      trigger: { by: 'callback' },
      launchedBy: null,
      createdBy: null,
      requested: { limit: 'node3' },
      composition: { effective: { limit: 'node3' }, launchConfig: { limit: 'node3' }, slices: 1 },
    });
    const [first] = await world.launches.events(`job-${job}`);
    expect(first?.meta.actor).toMatchObject({ kind: 'host', name: 'node3' });
  });

  it('is that of a user who had logged in', async () => {
    const viewer = await world.launches.installation.user('ann');
    const job = await service.call(world.given(await world.template(), { viewer }));
    expect(await launched(job)).toMatchObject({
      launchedBy: { name: 'ann' },
      createdBy: { kind: 'user', name: 'ann' },
    });
  });

  it('takes variables where they are asked for, none that say how to connect', async () => {
    const id = await world.template({ ask_variables_on_launch: true, extra_vars: 'own: 1\nrole: web' });
    const job = await service.call(world.given(id, { variables: { role: 'db', ansible_user: 'x' } }));
    expect(await variablesOf(job)).toEqual({ own: { v: 1 }, role: { v: 'db' } });
  });

  it.each([
    ['role: db', { role: { v: 'db' } }],
    ['{"role": "db"}', { role: { v: 'db' } }],
    ['a: [', {}],
    [7, {}],
    [['role'], {}],
  ])('reads variables %p', async (variables, effective) => {
    const id = await world.template({ ask_variables_on_launch: true });
    expect(await variablesOf(await service.call(world.given(id, { variables })))).toEqual(effective);
  });

  it('drops variables that are not asked for', async () => {
    const id = await world.template({ extra_vars: 'own: 1' });
    expect(await variablesOf(await service.call(world.given(id, { variables: { role: 'db' } })))).toEqual({
      own: { v: 1 },
    });
  });

  it('keeps answers to password questions sealed', async () => {
    const id = await world.template({ ask_variables_on_launch: true });
    await world.launches.survey('job_template', id, [{ type: 'password', variable: 'pin' }]);
    const job = await service.call(world.given(id, { variables: { pin: 'hunter2' } }));
    expect((await variablesOf(job))?.['pin']).toMatchObject({ sealed: { kid: `job-${job}` } });
    const events = [...(await world.launches.events(`job-${job}`)), ...(await hostEvents(id, job))];
    expect(JSON.stringify(events)).not.toContain('hunter2');
  });

  const hostEvents = async (id: number, job: number) => {
    const { trigger } = await launched(job);
    return world.events(id, trigger.by === 'callback' ? trigger.host : 0);
  };
});

describe('the caller', () => {
  const FORWARDED = { remoteHostHeaders: ['HTTP_X_FORWARDED_FOR', 'REMOTE_ADDR'] };
  const BEHIND_PROXY = { ...FORWARDED, trustedProxies: ['10.0.0.1'] };

  it.each([
    ['peer by IPv4-mapped address', {}, '::ffff:10.1.1.3', '', true],
    ['forwarding header nobody listed', {}, '10.0.0.1', '10.1.1.3', false],
    ['forwarding header, no proxy listed', FORWARDED, '10.0.0.1', '10.1.1.3', false],
    ['forwarding header of a listed proxy', BEHIND_PROXY, '10.0.0.1', '10.1.1.3', true],
    ['forwarding header of a listed proxy, mapped', BEHIND_PROXY, '::ffff:10.0.0.1', '::ffff:10.1.1.3', true],
    ['forwarding header of another peer', BEHIND_PROXY, '10.0.0.2', '10.1.1.3', false],
    ['peer in a listed network', { ...FORWARDED, trustedProxies: ['10.0.0.0/24'] }, '10.0.0.9', '10.1.1.3', true],
    ['peer beside a listed network', { ...FORWARDED, trustedProxies: ['10.0.0.0/24'] }, '10.0.1.9', '10.1.1.3', false],
    ['peer under a listed name', { ...FORWARDED, trustedProxies: ['proxy1'] }, '10.0.0.7', '10.1.1.3', true],
    ['peer that is not the listed name', { ...FORWARDED, trustedProxies: ['proxy1'] }, '10.0.0.8', '10.1.1.3', false],
    [
      'listed network that makes no sense',
      { ...FORWARDED, trustedProxies: ['10.0.0.0/99'] },
      '10.0.0.9',
      '10.1.1.3',
      false,
    ],
  ])('%s', async (_, settings, peer, header, isFound) => {
    world.names.addresses.set('proxy1', ['10.0.0.7']);
    const call = world.forwarded(await world.template(), peer, header);
    const answer = await answerTo(call, world.service(settings));
    expect(answer).toEqual(isFound ? expect.any(Number) : NO_HOST);
  });

  it('is known by names of its address, which others may not write into theirs', async () => {
    await world.host('web.example.org');
    world.names.names.set('10.1.1.30', ['x.in-addr.arpa', 'web.example.org']);
    expect(await answerTo(world.given(await world.template(), { peer: '10.1.1.30' }))).toEqual(expect.any(Number));
  });

  it('is known by the address that a host’s name leads to', async () => {
    await world.host('db.example.org');
    world.names.addresses.set('db.example.org', ['10.1.1.31']);
    expect(await answerTo(world.given(await world.template(), { peer: '10.1.1.31' }))).toEqual(expect.any(Number));
  });

  it('is not known by the name of a host that is reached by another', async () => {
    await world.host('web1', { ansible_host: '10.1.1.40' });
    await world.host('web2', { ansible_ssh_host: '10.1.1.41' });
    await world.host('off', { ansible_host: 'fd00::a' }, { enabled: false });
    world.names.names.set('10.9.9.8', ['web1']);
    const id = await world.template();
    expect(await answerTo(world.given(id, { peer: '10.9.9.8' }))).toBe(NO_HOST);
    expect(await answerTo(world.given(id, { peer: '10.1.1.41' }))).toEqual(expect.any(Number));
    expect(await answerTo(world.given(id, { peer: 'fd00:0:0::A' }))).toEqual(expect.any(Number));
  });
});

describe('the record', () => {
  const refusals = async (id: number): Promise<readonly CallbackRefusedData[]> =>
    (await world.events(id)).map(({ data }) => data as CallbackRefusedData);

  it('tells why a call was refused, who made it, what it was compared with, and no key', async () => {
    const id = await world.template();
    await answerTo(world.given(id, { key: 'guess-4711' }));
    await answerTo(world.given(id, { peer: '10.9.9.9' }));
    expect(await refusals(id)).toMatchObject([
      { template: id, reason: 'key_wrong', answer: NO_PERMISSION, caller: { address: '10.1.1.3' }, count: 1 },
      {
        reason: 'no_host',
        answer: NO_HOST,
        caller: { address: '10.9.9.9', headers: ['REMOTE_ADDR'], isTrusted: false },
        compared: { names: expect.arrayContaining(['10.1.1.3', 'one']) as string[] },
        matched: [],
      },
    ]);
    expect(JSON.stringify(await world.events(id))).not.toContain('guess-4711');
  });

  it('tells calls to templates that do not exist apart from all others', async () => {
    const before = (await world.events(0)).length;
    await answerTo(world.given(4711));
    await service.unreadable(world.given(4711), 'unreadable');
    const after = await world.events(0);
    expect(after.slice(before).map(({ data }) => data)).toMatchObject([
      { template: null, reason: 'template_missing' },
      { template: null, reason: 'unreadable', answer: 'unreadable' },
    ]);
  });

  it('tells repeats of one caller together', async () => {
    const id = await world.template();
    for (let time = 0; time < 20; time += 1) await answerTo(world.given(id, { key: 'x' }));
    expect(await refusals(id)).toMatchObject([{ count: 1 }]);
    world.later += 61_000;
    await service.flush();
    expect(await refusals(id)).toMatchObject([{ count: 1 }, { count: 19, since: expect.any(String) as string }]);
    await answerTo(world.given(id, { key: 'x' }));
    await answerTo(world.given(id, { key: 'x' }));
    await service.close();
    expect((await refusals(id)).map(({ count }) => count)).toEqual([1, 19, 1, 1]);
  });

  it('grows by a bounded part however many addresses a stranger has', async () => {
    const id = await world.template();
    for (let n = 0; n < 600; n += 1) {
      await answerTo(world.given(id, { key: 'x', peer: `10.7.${n >> 8}.${n & 255}` }));
      await answerTo(world.given(id, { key: 'x', peer: `fd00:1::${n.toString(16)}` }));
    }
    const recorded = await refusals(id);
    expect(recorded.length).toBeLessThan(260);
    await service.close();
    const all = await refusals(id);
    expect(all.reduce((sum, { count }) => sum + count, 0)).toBe(1200);
    expect(all.filter(({ caller }) => caller.address === null)).toHaveLength(4);
  });

  it('tells of a job that was started, with the names of variables and not their values', async () => {
    const id = await world.template({ ask_variables_on_launch: true });
    const job = await service.call(world.given(id, { variables: { token: 'hunter2' } }));
    const { trigger } = await launched(job);
    const [event] = await world.events(id, trigger.by === 'callback' ? trigger.host : 0);
    expect(event?.data).toMatchObject({ job, variables: ['token'], matched: [{ name: 'node3' }] });
    expect(JSON.stringify(event)).not.toContain('hunter2');
  });
});

describe('guesses', () => {
  it('are refused after many, the right one too, until a minute has passed; others are not', async () => {
    const id = await world.template();
    for (let time = 0; time < 300; time += 1) await answerTo(world.given(id, { key: `${time}` }));
    expect(await answerTo(world.given(id))).toBe(NO_PERMISSION);
    expect(await answerTo(world.given(id, { peer: '10.9.9.9' }))).toBe(NO_HOST);
    world.later += 61_000;
    expect(await answerTo(world.given(id))).toEqual(expect.any(Number));
    const reasons = (await world.events(id)).map(({ data }) => (data as CallbackRefusedData).reason);
    expect(reasons).toContain('too_many_attempts');
  });
});

describe('GET', () => {
  it('shows the key and the hosts that the one who asks would be', async () => {
    const { installation } = world.launches;
    const id = await world.template();
    const { origin } = world.given(id);
    expect(await service.form(id, origin, installation.caller())).toEqual({
      host_config_key: 'k',
      matching_hosts: ['node3'],
    });
    const other = world.given(id, { peer: '10.9.9.9' }).origin;
    expect(await service.form(id, other, installation.caller())).toMatchObject({ matching_hosts: [] });
  });

  it('is for readers of the template', async () => {
    const { installation } = world.launches;
    const bob = await installation.user('bob');
    const id = await world.template();
    const { origin } = world.given(id);
    await expect(service.form(id, origin, installation.caller(bob))).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(service.form(9999, origin, installation.caller())).rejects.toMatchObject({ kind: 'missing' });
    const { id: open } = await installation.seed('job_template', { name: 'open' }, { name: 'open', inventory: null });
    expect(await service.form(open, origin, installation.caller())).toEqual({
      host_config_key: '',
      matching_hosts: [],
    });
  });
});
