import { setTimeout as pass } from 'node:timers/promises';
import { launchDemo, untilEnded } from '../live/demo-run.js';
import { endingOf, type Ending } from './ending.js';
import { numbersFrom } from './random.js';
import { SteadyWriter } from './steady-writer.js';
import { marksIn, Survivor } from './survivor.js';

/** CAIRN_CRASH_SEED repeats a run of this test. */
const seed = Number(process.env['CAIRN_CRASH_SEED'] ?? Date.now() % 1_000_000);
const moments = numbersFrom(seed, 10);
/** Two to a run: the second server dies as well. */
const pairs = [0, 2, 4, 6, 8].map((index) => moments.slice(index, index + 2).toSorted());
const PLAYBOOKS = ['build', 'deploy', 'migrate', 'repair', 'report', 'verify'];
const TWO_MINUTES = 120_000;

let survivor: Survivor;
let organization: number;
let undisturbed: Ending;
let duration: number;
let acknowledged = 0;

beforeAll(async () => {
  process.stdout.write(`random moments of crashes: CAIRN_CRASH_SEED=${seed}\n`);
  survivor = await Survivor.begin();
  organization = (await survivor.api.list('organizations/', { name: 'Demo' }))[0]?.id ?? 0;
  const marks = survivor.freshMarks();
  const began = Date.now();
  const id = await launchDemo(survivor.api, survivor.template, { cairn_marker_file: marks });
  await untilEnded(survivor.api, id);
  duration = Date.now() - began;
  undisturbed = await endingOf(survivor.api, survivor.data, id);
  expect(marksIn(marks)).toEqual(PLAYBOOKS);
}, TWO_MINUTES);
afterAll(() => survivor.remove());

describe('kill -9 during the demo workflow', () => {
  it.each(pairs)(
    'at %f and at %f of the time an undisturbed run takes',
    async (first = 0, second = 0) => {
      const marks = survivor.freshMarks();
      const id = await launchDemo(survivor.api, survivor.template, { cairn_marker_file: marks });
      for (const wait of [first, second - first]) {
        const writer = new SteadyWriter(survivor.api, organization, `label-${id}-${wait}`);
        await pass(wait * duration);
        await survivor.killAndStart();
        expect(await writer.lost(survivor.api)).toEqual([]);
        acknowledged += writer.acknowledged.length;
      }
      await untilEnded(survivor.api, id);
      expect(await endingOf(survivor.api, survivor.data, id)).toEqual(undisturbed);
      expect(marksIn(marks)).toEqual(PLAYBOOKS);
    },
    TWO_MINUTES,
  );

  it('leaves a log whose hash chains hold', async () => {
    await survivor.stop();
    expect(await survivor.verify()).toBe('ok');
    expect(acknowledged).toBeGreaterThan(0);
  });
});
