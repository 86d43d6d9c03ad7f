import type { StoredEvent } from '@application/ports';
import { type JsonObject, SYSTEM_ACTOR } from '@domain/kernel';
import { type LaunchedData, NO_RECORD } from '@domain/launch';
import { ScheduleWorkshop } from '@testing/schedules';

const HOURLY = 'DTSTART:20300101T010000Z RRULE:FREQ=HOURLY;INTERVAL=1';
const at = (hour: string): string => `2030-01-01T${hour}:00:00Z`;
const just = (hour: string): string => `2030-01-01T${hour}:00:00.100000Z`;
/** Written down by an earlier program, which took what this one refuses. */
const AS_BEFORE = { commandId: 'before', correlation: 'before', causation: 'before', actor: SYSTEM_ACTOR };

describe('firing (spec schedules.md §5)', () => {
  let shop: ScheduleWorkshop;
  let template: number;
  beforeEach(async () => {
    shop = await ScheduleWorkshop.open();
    template = await shop.jobTemplate('Deploy', { ask_limit_on_launch: true, ask_variables_on_launch: true });
  });
  afterEach(() => shop.close());

  const hourly = async (body: JsonObject = {}) => (await shop.add(template, { rrule: HOURLY, ...body })).id;
  const told = async (id: number) => (await shop.history(id)).map(({ type }) => type).slice(2);
  const change = (body: JsonObject) =>
    shop.cairn.api.change({ kind: 'job_template', id: template }, { body, whole: false }, shop.cairn.caller());
  const launchOf = async (job: number): Promise<LaunchedData> => {
    for await (const { data } of shop.cairn.log.readStream(`job-${job}`)) return data as LaunchedData;
    throw new Error('no such job');
  };

  const eventsOf = async (job: number): Promise<readonly StoredEvent[]> => {
    const events: StoredEvent[] = [];
    for await (const event of shop.cairn.log.readStream(`job-${job}`)) events.push(event);
    return events;
  };

  it('makes a job of the occurrence, in the name of the schedule', async () => {
    const id = await hourly({ limit: 'web', extra_data: { a: 1 } });
    await shop.tick(just('01'));
    await shop.launchJobs();
    const [job] = await shop.jobsOf(id);
    expect(await launchOf(Number(job?.['id']))).toMatchObject({
      launchType: 'scheduled',
      trigger: { by: 'schedule', schedule: id, occurrence: at('01') },
      launchedBy: { id, name: 'schedule 1', type: 'schedule', url: `/api/v2/schedules/${id}/` },
      createdBy: null,
      composition: { effective: { limit: 'web', extra_vars: { a: { v: 1 } } } },
    });
    expect((await shop.history(id)).at(-2)).toMatchObject({
      type: 'ScheduleTriggered',
      data: { occurrence: at('01'), lateByMs: 100, job: { kind: 'job', id: job?.['id'] } },
    });
    expect(await shop.read(id)).toMatchObject({ next_run: at('02') });
  });

  it('is exactly once: by two clocks at a time, and by process managers that see it again', async () => {
    const id = await hourly();
    shop.clock.time = just('01');
    const look = { after: null, staleUntil: null, until: just('01') };
    const [one, other] = [shop.clockwork(), shop.clockwork()];
    await Promise.all([one.fire(look), other.fire(look), one.fire(look)]);
    await shop.launchJobs();
    await shop.launchJobs();
    expect(await shop.jobsOf(id)).toHaveLength(1);
    expect(await told(id)).toEqual(['ScheduleTriggered', 'NextRunComputed']);
    await shop.tick(just('02'));
    await shop.launchJobs();
    expect(await shop.jobsOf(id)).toHaveLength(2);
  });

  it('fires once after a downtime, and tells what was missed', async () => {
    const id = await hourly();
    await shop.tick('2030-01-01T05:30:00.000000Z', { after: '2030-01-01T00:30:00.000000Z' });
    expect((await shop.history(id)).slice(2)).toMatchObject([
      { type: 'OccurrencesMissed', data: { from: at('02'), to: at('05'), count: 4 } },
      { type: 'ScheduleTriggered', data: { occurrence: at('01') } },
      { type: 'NextRunComputed', data: { nextRun: at('06'), cause: 'triggered' } },
    ]);
  });

  it('only advances what an earlier clock had left', async () => {
    const id = await hourly();
    await shop.tick('2030-01-01T05:30:00.000000Z', { staleUntil: '2030-01-01T01:30:00.000000Z' });
    expect(await told(id)).toEqual(['OccurrencesMissed', 'OccurrenceSkipped', 'NextRunComputed']);
    expect(shop.troubles).toEqual([[id, 'stale']]);
    expect(await shop.read(id)).toMatchObject({ next_run: at('06') });
  });

  it('is blocked by ten active jobs of the template; the occurrence is lost and told', async () => {
    for (let count = 0; count < 10; count++) await hourly();
    await shop.tick(just('01'));
    await shop.launchJobs();
    const id = await hourly();
    await shop.tick(just('02'));
    expect(await told(id)).toEqual(['OccurrenceSkipped', 'NextRunComputed']);
    expect((await shop.history(id)).at(-2)).toMatchObject({
      data: {
        occurrence: at('02'),
        reason: 'max_active_jobs',
        explanation: '10 jobs of Deploy are active, 10 at most.',
      },
    });
  });

  it('does not happen while it is disabled', async () => {
    const id = await hourly();
    await shop.patch(id, { enabled: false });
    await shop.tick(just('01'));
    expect(await told(id)).toEqual(['ScheduleDisabled', 'NextRunComputed']);
  });

  it('starts without a prompt that the template refuses now, and records it', async () => {
    const id = await hourly({ limit: 'web', extra_data: { a: 1 } });
    await change({ ask_limit_on_launch: false });
    await shop.tick(just('01'));
    await shop.launchJobs();
    const [job] = await shop.jobsOf(id);
    expect(job).toMatchObject({ status: 'pending', limit: '' });
    expect((await eventsOf(Number(job?.['id'])))[1]).toMatchObject({
      type: 'PromptRejected',
      data: { field: 'limit', code: 'not_prompted', consequence: 'dropped', source: { ref: `schedule-${id}` } },
    });
  });

  describe('makes a job in error of what cannot start, and says why (spec precedence.md §9)', () => {
    const explained = async (id: number): Promise<unknown> => {
      await shop.tick(just('01'));
      await shop.launchJobs();
      const [job] = await shop.jobsOf(id);
      expect(job?.['status']).toBe('error');
      return job?.['job_explanation'];
    };
    const attachAsking = async (): Promise<void> => {
      const ssh = { namespace: 'ssh', kind: 'ssh', managed: true, inputs: { fields: [{ id: 'password' }] } };
      const type = await shop.cairn.seed('credential_type', { name: 'Machine', kind: 'cloud' }, ssh);
      const { organization } = shop;
      const body = { name: 'asks', organization, credential_type: type.id, inputs: { password: 'ASK' } };
      const { id } = await shop.cairn.make('credential', body);
      const list = { kind: 'job_template', id: template, path: 'credentials' } as const;
      await shop.cairn.api.relate(list, { id }, shop.cairn.caller());
    };

    it('without an inventory', async () => {
      const id = await hourly();
      await change({ inventory: null, ask_inventory_on_launch: true });
      expect(await explained(id)).toBe('Job could not start because it does not have a valid inventory.');
    });

    it('without a project', async () => {
      const id = await hourly();
      await shop.cairn.api.remove({ kind: 'project', id: shop.project }, shop.cairn.caller());
      expect(await explained(id)).toBe('Job could not start because it does not have a valid project.');
    });

    it('with a credential that asks for a password', async () => {
      const id = await hourly();
      await attachAsking();
      expect(await explained(id)).toBe(
        'Scheduled job could not start because it was not in the right state or required manual credentials',
      );
    });

    it('with a line for each prompt that was refused as well', async () => {
      const id = await hourly({ limit: 'web', extra_data: { a: 1 } });
      await change({ ask_limit_on_launch: false, ask_variables_on_launch: false });
      await shop.cairn.api.remove({ kind: 'project', id: shop.project }, shop.cairn.caller());
      expect(await explained(id)).toBe(
        [
          'Job could not start because it does not have a valid project.',
          'Rejected prompts: extra_vars.a (Variables a are not allowed on launch. Check the Prompt on Launch setting ' +
            'on the Job Template to include Extra Variables.)',
          'Rejected prompts: limit (Field is not configured to prompt on launch.)',
        ].join('\n'),
      );
    });
  });

  it('drops variables that a system job does not take any more, and runs it (spec system-jobs.md §3)', async () => {
    const set = { job_type: 'cleanup_jobs', description: '' };
    const { id: cleanup } = await shop.cairn.seed('system_job_template', { name: 'Cleanup' }, set);
    const { id } = await shop.add(cleanup, { rrule: HOURLY, extra_data: { days: 5 } });
    const { state } = await shop.schedules.loadAt(id);
    if (state.status !== 'live') throw new Error('no such schedule');
    const prompts = { extra_data: { days: { v: 'many' }, batch_size: { v: 9 }, foo: { v: 1 } } };
    const timing = { ...state.timing, zoneData: '' };
    const changes = { fields: {}, prompts, record: NO_RECORD, claims: null, timing };
    await shop.schedules.handle(id, { type: 'ChangeSchedule', changes }, AS_BEFORE);
    await shop.tick(just('01'));
    await shop.launchJobs();
    const [job] = await shop.jobsOf(id);
    expect(job).toMatchObject({ type: 'system_job', status: 'pending', launch_type: 'scheduled' });
    const { composition } = await launchOf(Number(job?.['id']));
    expect(composition?.effective.extra_vars).toEqual({ batch_size: { v: 9 } });
    expect((await eventsOf(Number(job?.['id']))).slice(1, 3)).toMatchObject([
      { type: 'PromptRejected', data: { key: 'days', code: 'variable_invalid', consequence: 'dropped' } },
      { type: 'PromptRejected', data: { key: 'foo', code: 'variables_not_allowed', consequence: 'dropped' } },
    ]);
  });

  it('updates a project', async () => {
    const { organization } = shop;
    const git = { name: 'git', organization, scm_type: 'git', scm_url: 'https://example.org/x.git' };
    const { id: project } = await shop.cairn.make('project', { ...git, scm_update_cache_timeout: 3600 });
    const { id } = await shop.add(project, { rrule: HOURLY });
    await shop.tick(just('01'));
    await shop.launchJobs();
    expect((await shop.jobsOf(id))[0]).toMatchObject({ type: 'project_update', launch_type: 'scheduled' });
  });

  it('runs workflows with a copy of their nodes', async () => {
    const { organization } = shop;
    const { id: workflow } = await shop.cairn.make('workflow_job_template', { name: 'Release', organization });
    const { id } = await shop.add(workflow, { rrule: HOURLY });
    await shop.tick(just('01'));
    await shop.launchJobs();
    expect((await shop.jobsOf(id))[0]).toMatchObject({ type: 'workflow_job', launch_type: 'scheduled' });
  });

  it('one that cannot be prepared does not keep the others', async () => {
    const [broken, fine] = [await hourly(), await hourly()];
    const prepare = shop.targets.of.bind(shop.targets);
    let calls = 0;
    shop.targets.of = async (...asked) => {
      if ((calls += 1) === 1) throw new Error('the disk is gone');
      return prepare(...asked);
    };
    await shop.tick(just('01'));
    expect(await told(broken)).toEqual(['OccurrenceSkipped', 'NextRunComputed']);
    expect(await told(fine)).toEqual(['ScheduleTriggered', 'NextRunComputed']);
  });

  it('comes to an end when what follows cannot be found with reasonable effort', async () => {
    const days = Array.from({ length: 366 }, (_unused, index) => `${index + 1},${-index - 1}`).join(',');
    const rrule = `DTSTART:20300101T010000Z RRULE:FREQ=DAILY;INTERVAL=1;BYEASTER=-110;BYMONTH=1;BYMONTHDAY=1;BYYEARDAY=${days}`;
    const id = await hourly({ rrule });
    await shop.tick(just('01'));
    await shop.tick(just('02'));
    expect(shop.troubles).toEqual([]);
    expect(await told(id)).toEqual(['ScheduleTriggered', 'NextRunComputed']);
    expect(await shop.read(id)).toMatchObject({ next_run: null, dtstart: at('01') });
  });

  it('happens when the preview says', async () => {
    const rrule = 'DTSTART;TZID=America/New_York:20300310T000000 RRULE:FREQ=HOURLY;INTERVAL=1;COUNT=5';
    const { utc } = shop.api.preview({ rrule });
    const { id } = await shop.add(template, { rrule });
    for (const time of utc as readonly string[]) await shop.tick(time.replace('Z', '.000000Z'));
    const fired = (await shop.history(id)).filter(({ type }) => type === 'ScheduleTriggered');
    expect(fired.map(({ data }) => (data as { occurrence: string }).occurrence)).toEqual(utc);
    expect(await shop.read(id)).toMatchObject({ next_run: null });
  });
});
