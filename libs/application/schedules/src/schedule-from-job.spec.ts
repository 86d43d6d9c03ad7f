import type { JsonObject } from '@domain/kernel';
import { ScheduleWorkshop } from '@testing/schedules';

const HOURLY = 'DTSTART:20300101T010000Z RRULE:FREQ=HOURLY;INTERVAL=1';

describe('a schedule made from a job (spec relaunch-and-create-schedule.md §5)', () => {
  let shop: ScheduleWorkshop;
  let template: number;
  let job: number;

  beforeEach(async () => {
    shop = await ScheduleWorkshop.open();
    template = await shop.jobTemplate('Deploy', { ask_limit_on_launch: true, ask_variables_on_launch: true });
    const { id } = await shop.add(template, { rrule: HOURLY, limit: 'web', extra_data: { a: [1] } });
    await shop.tick('2030-01-01T01:00:00.500000Z');
    await shop.launchJobs();
    job = Number((await shop.jobsOf(id))[0]?.['id']);
  });
  afterEach(() => shop.close());

  const create = (of = job, caller = shop.cairn.caller()) => shop.api.createFromJob(of, caller);
  const remove = (kind: 'job_template' | 'inventory', id: number) =>
    shop.cairn.api.remove({ kind, id }, shop.cairn.caller());

  it('repeats what the job was launched with, and is disabled', async () => {
    const made = await create();
    expect(made).toMatchObject({
      name: `Auto-generated schedule from job ${job}`,
      ...{ unified_job_template: template, enabled: false, next_run: null, dtstart: '2030-01-01T01:00:00Z' },
      rrule: 'DTSTART:20300101T010000Z RRULE:FREQ=MONTHLY;INTERVAL=1',
      ...{ limit: 'web', extra_data: { a: [1] } },
    });
    expect((await shop.history(Number(made['id'])))[0]).toMatchObject({
      type: 'ScheduleCreated',
      data: { fromJob: job },
    });
  });

  it('takes the first name that no schedule has', async () => {
    const names: unknown[] = [];
    for (let count = 0; count < 3; count++) names.push((await create())['name']);
    const base = `Auto-generated schedule from job ${job}`;
    expect(names).toEqual([base, `${base} - number 1`, `${base} - number 2`]);
  });

  it('is not judged when it is enabled', async () => {
    const { id } = await create();
    const body: JsonObject = { ask_limit_on_launch: false };
    await shop.cairn.api.change({ kind: 'job_template', id: template }, { body, whole: false }, shop.cairn.caller());
    expect(await shop.patch(Number(id), { enabled: true })).toMatchObject({ next_run: '2030-02-01T01:00:00Z' });
  });

  it('needs the template and an inventory', async () => {
    const refused = {
      kind: 'refused',
      body: { error: 'Cannot create schedule because a related resource is missing.' },
    };
    await remove('job_template', template);
    await expect(create()).rejects.toMatchObject(refused);
    await expect(create(999)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('needs the right to relaunch the job', async () => {
    const ann = await shop.cairn.user('ann');
    const target = { kind: 'job_template', id: template } as const;
    await shop.cairn.giveRole(ann, target, 'read_role');
    await expect(create(job, shop.cairn.caller(ann))).rejects.toMatchObject({ kind: 'forbidden' });
    await shop.cairn.giveRole(ann, target, 'execute_role');
    expect(await create(job, shop.cairn.caller(ann))).toMatchObject({ enabled: false });
  });
});
