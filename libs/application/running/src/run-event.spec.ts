import type { RunEvent } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import { toStored } from './run-event.js';

const HOSTS = new Map([['web1', 17]]);
const stored = (event: string, data: JsonObject) => {
  const around = { counter: 1, uuid: 'u', parentUuid: '', createdAt: '', stdout: '', startLine: 0, endLine: 0 };
  return toStored({ ...around, verbosity: 0, event, data } satisfies RunEvent, HOSTS);
};

describe('an output event as it is kept', () => {
  it('has its names, and the host it was about', () => {
    const data = { playbook: 'site.yml', play: 'all', task: 'ping', role: 'web', host: 'web1' };
    expect(stored('runner_on_ok', data)).toMatchObject({
      ...{ playbook: 'site.yml', play: 'all', task: 'ping', role: 'web', hostName: 'web1', hostId: 17 },
    });
    expect(stored('runner_on_ok', { host: 'new' })).toMatchObject({ hostName: 'new', hostId: null, task: '' });
  });

  it('has its names cut when they are long', () => {
    const { task } = stored('runner_on_ok', { task: 'x'.repeat(2000) });
    expect(task).toBe(`${'x'.repeat(1023)}…`);
  });

  it.each([
    ['runner_on_ok', {}, false],
    ['runner_on_failed', {}, true],
    ['runner_on_failed', { ignore_errors: true }, false],
    ['runner_on_unreachable', {}, true],
    ['runner_item_on_failed', {}, true],
    ['error', {}, true],
    ['playbook_on_stats', { failures: {}, dark: {} }, false],
    ['playbook_on_stats', { failures: { web1: 1 } }, true],
    ['playbook_on_stats', { dark: { web1: 1 } }, true],
  ])('%s with %j has failed: %s', (event, data, failed) => {
    expect(stored(event, data)).toMatchObject({ failed });
  });

  it.each([
    ['runner_on_ok', { res: { changed: true } }, true],
    ['runner_on_ok', { res: { changed: false } }, false],
    ['runner_on_ok', {}, false],
    ['playbook_on_stats', { changed: { web1: 2 } }, true],
    ['playbook_on_stats', { changed: { web1: 0 } }, false],
  ])('%s with %j has changed something: %s', (event, data, changed) => {
    expect(stored(event, data)).toMatchObject({ changed });
  });
});
