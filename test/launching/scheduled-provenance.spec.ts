import { JobProvenance } from '@application/audit';
import { ScheduleWorkshop } from '@testing/schedules';

const ALL = { fields: [], variables: [] };

describe('the provenance of a job that a schedule launched', () => {
  let shop: ScheduleWorkshop;
  beforeAll(async () => {
    shop = await ScheduleWorkshop.open();
  });
  afterAll(() => shop.close());

  const launchedAt = async (schedule: number, time: string) => {
    await shop.tick(time);
    await shop.launchJobs();
    const id = Number((await shop.jobsOf(schedule)).at(-1)?.['id']);
    const found = await new JobProvenance(shop.cairn.log, () => Promise.resolve(true)).of(
      shop.cairn.caller().viewer,
      'job',
      id,
      ALL,
    );
    return { ...found, id };
  };

  it('leads to the schedule, the revision that was read, and whoever made it, or the job it was made from', async () => {
    const template = await shop.jobTemplate('Deploy', { ask_limit_on_launch: true });
    const ann = await shop.cairn.user('ann');
    await shop.cairn.giveRole(ann, { kind: 'job_template', id: template }, 'execute_role');
    const rule = { limit: 'web', rrule: 'DTSTART:20300101T010000Z RRULE:FREQ=HOURLY;INTERVAL=1;COUNT=1' };
    const { id } = await shop.add(template, rule, shop.cairn.caller(ann));
    const { launched, values, id: first } = await launchedAt(id, '2030-01-01T01:00:00.100000Z');
    expect(launched.map(({ explanation }) => explanation)).toEqual([
      `Job ${first} "Deploy" was launched by schedule ${id} "schedule 1" for 2030-01-01T01:00:00Z.`,
      `Schedule ${id} "schedule 1" was made by ann.`,
    ]);
    expect(launched[1]).toMatchObject({
      ...{ stream: `schedule-${id}`, kind: 'schedule', launch_type: null, trigger: { by: 'user' } },
      actor: { kind: 'user', name: 'ann' },
    });
    expect(values.find(({ field }) => field === 'limit')?.winner).toMatchObject({ ref: `schedule-${id}`, rev: 1 });
    const made = Number((await shop.api.createFromJob(first, shop.cairn.caller()))['id']);
    await shop.patch(made, { enabled: true });
    const again = await launchedAt(made, '2030-02-01T01:00:00.100000Z');
    expect(again.launched.at(-1)).toMatchObject({
      trigger: { by: 'user', from_job: first },
      explanation: `Schedule ${made} "Auto-generated schedule from job ${first}" was made by admin of the launch of job ${first}.`,
    });
  });
});
