import { CRASH_POINTS } from '@application/running';
import { launchDemo, untilEnded } from '../live/demo-run.js';
import { endingOf, type Ending } from './ending.js';
import { around } from './around.js';
import { regardless } from './is-gone.js';
import { marksIn, Survivor } from './survivor.js';

/** Where processes share the work, workflow jobs and others are admitted apart. */
const ADMISSIONS = process.env['CAIRN_TEST_LOG'] ? ['workflow-starts', 'runner-admission'] : ['admission'];
const DURING_A_RUN = [
  ...CRASH_POINTS,
  ...around('queue', ...ADMISSIONS, 'jobs-from-nodes', 'outcome-to-workflow', 'forgotten-passwords'),
];
/** Two to a run: the server that comes back dies as well. */
const PAIRS = DURING_A_RUN.flatMap((point, index) =>
  index % 2 === 0 ? [[point, DURING_A_RUN[index + 1] ?? point] as const] : [],
);
const PLAYBOOKS = ['build', 'deploy', 'migrate', 'repair', 'report', 'verify'];
const TWO_MINUTES = 120_000;

/** The newest workflow job: a launch that was cut off is in the log, though its answer never came. */
const newestRun = async ({ api }: Survivor): Promise<number> => {
  const { results } = await api.get('workflow_jobs/?order_by=-id&page_size=1');
  return Array.isArray(results) ? Number((results[0] as { id?: unknown } | undefined)?.id) : Number.NaN;
};

describe('a server that dies at a named point of the demo workflow', () => {
  let survivor: Survivor;
  let undisturbed: Ending;

  beforeAll(async () => {
    survivor = await Survivor.begin();
    const marks = survivor.freshMarks();
    const id = await launchDemo(survivor.api, survivor.template, { cairn_marker_file: marks });
    await untilEnded(survivor.api, id);
    undisturbed = await endingOf(survivor.api, survivor.data, id);
  }, TWO_MINUTES);
  afterAll(() => survivor.remove());

  it.each(PAIRS)(
    '%s, then %s: goes on as if nothing had happened',
    async (first, second) => {
      const before = await newestRun(survivor);
      await survivor.stop();
      await survivor.start({ CAIRN_CRASH_AT: first });
      const marks = survivor.freshMarks();
      await regardless(launchDemo(survivor.api, survivor.template, { cairn_marker_file: marks }));
      await survivor.startAfterDeathUntil(second);
      await survivor.startAfterDeath();
      const id = await newestRun(survivor);
      expect(id).toBeGreaterThan(before);
      await untilEnded(survivor.api, id);
      expect(await endingOf(survivor.api, survivor.data, id)).toEqual(undisturbed);
      expect(marksIn(marks)).toEqual(PLAYBOOKS);
    },
    TWO_MINUTES,
  );

  it('leaves a log whose hash chains hold', async () => {
    await survivor.stop();
    expect(await survivor.verify()).toBe('ok');
  });
});
