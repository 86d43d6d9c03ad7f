import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@testing/runs';
import { launchDemo, nodesOf, statesOf, untilEnded } from '../live/demo-run.js';
import { around } from './around.js';
import { regardless } from './is-gone.js';
import { Survivor } from './survivor.js';

const DURING_A_CANCEL = around('cancel-cascade', 'stop-canceled-runs');

describe('a server that dies at a named point of a cancel', () => {
  let survivor: Survivor;
  const executed = (home: { readonly data: string }): string => join(home.data, 'executed');
  const FOREVER = { cairn_noop: { duration_ms: 3_600_000 } };

  beforeAll(async () => {
    survivor = await Survivor.begin((home) => ({ CAIRN_EXECUTOR: 'noop', CAIRN_NOOP_LOG: executed(home) }));
  });
  afterAll(() => survivor.remove());

  it.each(DURING_A_CANCEL)(
    '%s: cancels the workflow and its job all the same',
    async (point) => {
      await survivor.stop();
      await survivor.start({ CAIRN_CRASH_AT: point });
      const id = await launchDemo(survivor.api, survivor.template, FOREVER);
      await until(async () => (await nodesOf(survivor.api, id)).get('build')?.state === 'running');
      await regardless(survivor.api.post(`workflow_jobs/${id}/cancel/`, {}));
      await survivor.startAfterDeath();
      expect(await untilEnded(survivor.api, id)).toMatchObject({ status: 'canceled', failed: true });
      const { build, ...others } = statesOf(await nodesOf(survivor.api, id));
      expect(build).toBe('canceled');
      expect(new Set(Object.values(others))).toEqual(new Set(['skipped']));
      const lines = readFileSync(executed(survivor), 'utf8').trimEnd().split('\n');
      expect(lines.filter((line) => line.startsWith(`${id} `))).toHaveLength(1);
    },
    60_000,
  );
});
