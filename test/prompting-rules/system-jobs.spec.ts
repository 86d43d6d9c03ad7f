import type { JsonObject } from '@domain/kernel';
import { textOf } from '../../apps/server/src/demo/api.js';
import { type Answer, idOf, Served } from './served.js';

const NEEDED = { detail: 'Superuser privileges needed.' };
const FORBIDDEN = { detail: 'You do not have permission to perform this action.' };

/** Spec system-jobs.md, section by section. */
describe('system jobs', () => {
  let cairn: Served;
  const templates: Record<string, number> = {};

  beforeAll(async () => {
    cairn = await Served.open();
    await cairn.user('ann');
    await cairn.user('audrey', { is_system_auditor: true });
    for (const { id, job_type: type } of (await cairn.get('system_job_templates')).body['results'] as JsonObject[])
      templates[textOf(type)] = Number(id);
  });
  afterAll(() => cairn.stop());

  const launchOf = (type = 'cleanup_jobs'): string => `system_job_templates/${templates[type]}/launch`;
  const launched = async (extra_vars: JsonObject | string = {}, more: JsonObject = {}): Promise<JsonObject> => {
    const { status, body } = await cairn.post(launchOf(), { extra_vars, ...more });
    expect(status).toBe(201);
    return body;
  };

  it('§1 has four templates from the start, which show what they can be asked for', async () => {
    const { body } = await cairn.get('system_job_templates');
    const shown = (body['results'] as JsonObject[]).map(({ name, job_type }) => [name, job_type]);
    expect(shown).toEqual([
      ['Cleanup Activity Stream', 'cleanup_activitystream'],
      ['Cleanup Expired OAuth 2 Tokens', 'cleanup_tokens'],
      ['Cleanup Expired Sessions', 'cleanup_sessions'],
      ['Cleanup Job Details', 'cleanup_jobs'],
    ]);
    const path = `system_job_templates/${templates['cleanup_jobs']}`;
    const one = (await cairn.get(path)).body;
    const below = (name: string): string => `/api/v2/${path}/${name}/`;
    expect(one).toMatchObject({
      type: 'system_job_template',
      last_job_failed: false,
      execution_environment: null,
      related: {
        jobs: below('jobs'),
        schedules: below('schedules'),
        launch: below('launch'),
        notification_templates_started: below('notification_templates_started'),
        notification_templates_success: below('notification_templates_success'),
        notification_templates_error: below('notification_templates_error'),
      },
    });
    for (const name of ['jobs', 'schedules', 'notification_templates_error'])
      expect((await cairn.get(`${path}/${name}`)).body).toMatchObject({ results: [] });
  });

  it('§1 lists them and their jobs with all that can be run', async () => {
    const all = (await cairn.get('unified_job_templates/?type=system_job_template', 'audrey')).body;
    expect(all).toMatchObject({ count: 4 });
    const id = idOf(await launched());
    expect((await cairn.get(`unified_jobs/?id=${id}`)).body).toMatchObject({ results: [{ type: 'system_job' }] });
    expect((await cairn.get('?')).body).toMatchObject({
      system_job_templates: '/api/v2/system_job_templates/',
      system_jobs: '/api/v2/system_jobs/',
    });
    expect((await cairn.get(`unified_jobs/?id=${id}`, 'ann')).body).toMatchObject({ count: 0 });
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('§1 lets nobody %s a template, nor make one', async (method) => {
    expect((await cairn.send(method, `system_job_templates/${templates['cleanup_jobs']}`, {})).status).toBe(405);
    expect((await cairn.post('system_job_templates', {})).status).toBe(405);
  });

  it('§1 shows them to superusers and auditors only', async () => {
    const { job } = { job: idOf(await launched()) };
    const template = `system_job_templates/${templates['cleanup_jobs']}`;
    for (const list of ['system_job_templates', 'system_jobs']) {
      expect(await cairn.get(list, 'ann')).toMatchObject({ status: 403, body: NEEDED });
      expect((await cairn.get(list, 'audrey')).status).toBe(200);
    }
    for (const page of [template, `${template}/launch`, `${template}/jobs`, `system_jobs/${job}`]) {
      expect(await cairn.get(page, 'ann')).toMatchObject({ status: 403, body: FORBIDDEN });
      expect((await cairn.get(page, 'audrey')).status).toBe(200);
    }
  });

  it('§1 cancels and deletes jobs as others do', async () => {
    const job = `system_jobs/${idOf(await launched())}`;
    await cairn.ended(job);
    expect((await cairn.get(`${job}/cancel`)).body).toEqual({ can_cancel: false });
    expect((await cairn.post(`${job}/cancel`)).status).toBe(405);
    expect((await cairn.post(`${job}/cancel`, {}, 'audrey')).status).toBe(403);
    expect((await cairn.send('DELETE', job, undefined, 'audrey')).status).toBe(403);
    expect((await cairn.send('DELETE', job)).status).toBe(204);
    expect((await cairn.get(job)).status).toBe(404);
  });

  it('§2 launches for superusers only', async () => {
    expect((await cairn.get(launchOf())).body).toEqual({});
    for (const as of ['ann', 'audrey'])
      expect(await cairn.post(launchOf(), {}, as)).toMatchObject({ status: 403, body: FORBIDDEN });
    const { status, body, location } = await cairn.post(launchOf(), { extra_vars: { days: 30 } });
    expect(status).toBe(201);
    const id = idOf(body);
    expect(location).toBe(`/api/v2/system_jobs/${id}/`);
    expect(body).toMatchObject({
      ...{ system_job: id, ignored_fields: {}, type: 'system_job', url: `/api/v2/system_jobs/${id}/` },
      ...{ launch_type: 'manual', status: 'pending', system_job_template: templates['cleanup_jobs'] },
      ...{ job_type: 'cleanup_jobs', extra_vars: '{"days": 30}', result_stdout: '' },
    });
    expect(body).not.toHaveProperty('controller_node');
  });

  it.each([
    ['a text that cannot be read', '[1', /^Cannot parse as JSON \(error: .*\) or YAML \(error: [^]*\)\.$/],
    ['a list', [1], /Input type `list` is not a dictionary/],
    ['null', null, /^This field may not be null\.$/],
  ])('§2 refuses %s', async (_what, extra_vars, text) => {
    const { status, body } = await cairn.post(launchOf(), { extra_vars });
    expect([status, body]).toEqual([400, { extra_vars: [expect.stringMatching(text)] }]);
  });

  it.each(['cleanup_jobs', 'cleanup_activitystream'])('§2 wants a whole number of days for %s', async (type) => {
    const answers = async (days: unknown) =>
      cairn.post(launchOf(type), { extra_vars: { days } as JsonObject, dry_run: true });
    for (const days of [true, null, 1.5, -1, 'abc', '5.0'])
      expect(await answers(days)).toMatchObject({
        status: 400,
        body: { extra_vars: ['days must be a positive integer.'] },
      });
    for (const days of ['5', 0, 1000]) expect((await answers(days)).status).toBe(201);
    expect((await cairn.post(launchOf(type), { extra_vars: '{"days": 5.0}' })).status).toBe(201);
  });

  it('§2 does not look at the days of what uses none', async () => {
    expect((await cairn.post(launchOf('cleanup_tokens'), { extra_vars: { days: 'x' } })).status).toBe(201);
  });

  it('§2 drops other variables and other prompts, and lists them', async () => {
    const body = await launched(
      'days: 1000\nfoo: [1]\ngranularity: 1w\nolder_than: 5d\ndry_run: true\nbatch_size: 10',
      {
        ...{ limit: 'web', credentials: [3], unknown: 1 },
      },
    );
    expect(body['ignored_fields']).toEqual({ limit: 'web', credentials: [3], extra_vars: { foo: [1] } });
    expect(body['extra_vars']).toBe(
      '{"days": 1000, "granularity": "1w", "older_than": "5d", "dry_run": true, "batch_size": 10}',
    );
  });

  it('§2 cannot be repeated', async () => {
    expect((await cairn.post(`system_jobs/${idOf(await launched())}/relaunch`)).status).toBe(404);
  });

  describe('§3 on a workflow node', () => {
    const node = async (body: JsonObject): Promise<Answer> => {
      const workflow = await cairn.make('workflow_job_templates');
      const path = `workflow_job_templates/${workflow}/workflow_nodes`;
      return cairn.post(path, { unified_job_template: templates['cleanup_jobs'] ?? 0, identifier: 'tidy', ...body });
    };

    it.each([
      [{ extra_data: { foo: 1, bar: 2 } }, { extra_data: ['Variables foo, bar are not allowed for system jobs.'] }],
      [{ extra_data: { days: -1 } }, { extra_data: ['days must be a positive integer.'] }],
      [{ limit: 'web' }, { limit: ['Field is not allowed on launch.'] }],
    ])('%j is refused', async (body, errors) => {
      expect(await node(body)).toMatchObject({ status: 400, body: errors });
    });

    it('variables are kept and run with; the workflow gives none', async () => {
      const extra_data = { days: 1000, older_than: '3d', granularity: '1w', dry_run: true, batch_size: 5 };
      const { status, body } = await node({ extra_data });
      expect([status, body['extra_data']]).toEqual([201, extra_data]);
      const workflow = Number(body['workflow_job_template']);
      await cairn.patch(`workflow_job_templates/${workflow}`, { extra_vars: 'days: 1\nchannel: stable' });
      const run = `workflow_jobs/${idOf((await cairn.post(`workflow_job_templates/${workflow}/launch`)).body)}`;
      expect(await cairn.ended(run)).toMatchObject({ status: 'successful' });
      const { results } = (await cairn.get(`${run}/workflow_nodes`)).body;
      const [{ job }] = results as [{ job: number }];
      const { extra_vars: used, ...shown } = (await cairn.get(`system_jobs/${job}`)).body;
      expect(JSON.parse(textOf(used))).toEqual(extra_data);
      expect(shown).toMatchObject({ launch_type: 'workflow', status: 'successful' });
    });

    it('needs the right to launch it', async () => {
      const workflow = await cairn.make('workflow_job_templates');
      const wanda = await cairn.user('wanda');
      await cairn.grant(wanda, `workflow_job_templates/${workflow}`, 'admin_role');
      const body = { unified_job_template: templates['cleanup_jobs'] ?? 0 };
      const path = `workflow_job_templates/${workflow}/workflow_nodes`;
      expect((await cairn.post(path, body, 'wanda')).status).toBe(403);
    });
  });

  describe('§3 on a schedule', () => {
    const schedule = (body: JsonObject, as?: string): Promise<Answer> => {
      const rrule = 'DTSTART:20360115T030000Z RRULE:FREQ=DAILY;INTERVAL=1';
      const path = `system_job_templates/${templates['cleanup_jobs'] ?? 0}/schedules`;
      return cairn.post(path, { name: `nightly ${JSON.stringify(body)}`, rrule, ...body }, as);
    };

    it.each([
      [{ extra_data: { foo: 1, bar: 2 } }, { extra_data: ['Variables foo, bar are not allowed for system jobs.'] }],
      [{ extra_data: { days: 'abc' } }, { extra_data: ['days must be a positive integer.'] }],
      [{ limit: 'web' }, { limit: ['Field is not allowed on launch.'] }],
    ])('%j is refused', async (body, errors) => {
      expect(await schedule(body)).toMatchObject({ status: 400, body: errors });
    });

    it('shows what it does, and is listed with its template', async () => {
      const extra_data = { days: 30, dry_run: true };
      const { status, body } = await schedule({ extra_data });
      expect([status, body['extra_data']]).toEqual([201, extra_data]);
      const template = templates['cleanup_jobs'] ?? 0;
      expect(body).toMatchObject({
        unified_job_template: template,
        related: { unified_job_template: `/api/v2/system_job_templates/${template}/` },
        summary_fields: { unified_job_template: { unified_job_type: 'system_job', job_type: 'cleanup_jobs' } },
      });
      const { body: listed } = await cairn.get(`system_job_templates/${template}/schedules`);
      expect(listed).toMatchObject({ results: [{ id: idOf(body) }] });
      expect((await cairn.get(`schedules/${idOf(body)}`, 'ann')).status).toBe(403);
    });

    it('is made by superusers only', async () => {
      expect((await schedule({}, 'audrey')).status).toBe(403);
      expect((await schedule({}, 'ann')).status).toBe(403);
    });
  });

  it('removes jobs for real, and says that the log keeps them', async () => {
    const old = idOf(await launched({ dry_run: true, days: 0 }));
    expect(await cairn.ended(`system_jobs/${old}`)).toMatchObject({
      status: 'successful',
      result_stdout: expect.stringMatching(/would be removed/) as string,
    });
    const job = idOf(await launched({ days: 0 }));
    const { result_stdout: printed } = await cairn.ended(`system_jobs/${job}`);
    expect(printed).toMatch(/Nothing was deleted from the event log/);
    expect((await cairn.get(`system_jobs/${old}`)).status).toBe(404);
    expect((await cairn.get(`system_jobs/${job}/events/?event=verbose`)).body).toMatchObject({
      results: expect.arrayContaining([expect.objectContaining({ type: 'system_job_event' })]) as JsonObject[],
    });
    const { results } = (await cairn.get(`event_history/?stream=job-${old}&type=TemplateLaunched`)).body;
    expect(results).toHaveLength(1);
    const retention = (await cairn.get('event_history/?stream=retention')).body['results'];
    expect(JSON.stringify(retention)).toContain('JobsPruned');
    expect(await cairn.get('event_history/?stream=retention', 'ann')).toMatchObject({ status: 403 });
  });

  it.each(['cleanup_activitystream', 'cleanup_sessions', 'cleanup_tokens'])('%s tells what it did', async (type) => {
    const { body } = await cairn.post(launchOf(type));
    const { status, result_stdout: printed } = await cairn.ended(`system_jobs/${idOf(body)}`);
    expect(status).toBe('successful');
    expect(printed).toMatch(/remove/);
  });
});
