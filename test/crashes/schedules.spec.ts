import { until } from '@testing/runs';
import type { Api } from '../../apps/server/src/demo/api.js';
import { around } from './around.js';
import { regardless } from './is-gone.js';
import { Survivor } from './survivor.js';

const POINTS = ['before:schedule-trigger', 'after:schedule-trigger', ...around('jobs-from-schedules')];
const TWO_MINUTES = 120_000;
/** Enough for the answer to come before the occurrence. */
const SOON_MS = 1_500;

describe('a server that dies while a schedule fires', () => {
  let survivor: Survivor;
  let template = 0;

  beforeAll(async () => {
    survivor = await Survivor.begin(() => ({ CAIRN_EXECUTOR: 'noop' }));
    const [project] = await survivor.api.list('projects/', {});
    const [inventory] = await survivor.api.list('inventories/', {});
    const more = { project: project?.id ?? 0, inventory: inventory?.id ?? 0, playbook: 'build.yml' };
    template = await survivor.api.ensure('job_templates/', { name: 'on schedule' }, more);
  }, TWO_MINUTES);
  afterAll(() => survivor.remove());

  /** A rule that happens once, soon: at a whole second, as rules do. */
  const soon = (): string => {
    const at = new Date(Math.ceil((Date.now() + SOON_MS) / 1_000) * 1_000).toISOString();
    return `DTSTART:${at.slice(0, 19).replaceAll(/[-:]/g, '')}Z RRULE:FREQ=DAILY;INTERVAL=1;COUNT=1`;
  };

  const jobsOf = async (api: Api, schedule: number) =>
    (await api.get(`schedules/${schedule}/jobs/`))['results'] as object[];

  const typesOf = async (api: Api, schedule: number): Promise<readonly string[]> => {
    const { results } = await api.get(`event_history/?stream=schedule-${schedule}`);
    return (results as { type: string }[]).map(({ type }) => type).filter((type) => type !== 'NextRunComputed');
  };

  it.each(POINTS)(
    'at %s: the occurrence becomes one job',
    async (point) => {
      await survivor.stop();
      await survivor.start({ CAIRN_CRASH_AT: point });
      const body = { name: point, unified_job_template: template, rrule: soon() };
      await regardless(survivor.api.post('schedules/', body));
      await survivor.startAfterDeath();
      const [schedule] = await survivor.api.list('schedules/', { name: point });
      const id = schedule?.id ?? 0;
      await until(async () => (await jobsOf(survivor.api, id)).length > 0, 30_000);
      await survivor.killAndStart();
      expect(await jobsOf(survivor.api, id)).toMatchObject([{ launch_type: 'scheduled' }]);
      expect(await typesOf(survivor.api, id)).toEqual(['ScheduleCreated', 'ScheduleTriggered']);
      expect(await survivor.api.get(`schedules/${id}/`)).toMatchObject({ next_run: null });
    },
    TWO_MINUTES,
  );

  it(
    'catches up once with what was due while it was down',
    async () => {
      const body = { name: 'in the night', unified_job_template: template, rrule: soon() };
      await survivor.api.post('schedules/', body);
      await survivor.stop();
      const due = Date.now() + SOON_MS + 1_000;
      await until(async () => Date.now() > due, 30_000);
      await survivor.start();
      const [schedule] = await survivor.api.list('schedules/', { name: 'in the night' });
      const id = schedule?.id ?? 0;
      await until(async () => (await jobsOf(survivor.api, id)).length > 0, 30_000);
      expect(await typesOf(survivor.api, id)).toEqual(['ScheduleCreated', 'ScheduleTriggered']);
    },
    TWO_MINUTES,
  );
});
