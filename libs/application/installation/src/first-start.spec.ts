import { AggregateRunner, LogIdAllocator } from '@application/event-sourcing';
import { ResourceService } from '@application/resources';
import { Installation } from '@testing/installation';
import { completeInstallation, type FirstStartPorts } from './first-start.js';
import { MANAGED_CREDENTIAL_TYPES } from './managed-credential-types.js';

describe('the first start', () => {
  let cairn: Installation;
  beforeEach(async () => {
    cairn = await Installation.open();
  });
  afterEach(() => cairn.close());

  /** One of several processes on the same log and rows. */
  const process = (): FirstStartPorts => {
    const runner = new AggregateRunner(cairn.log, { clock: cairn.clock, isShared: true });
    const ports = { ...cairn.ports, runner, ids: new LogIdAllocator(runner) };
    return { ...ports, resources: new ResourceService(ports) };
  };

  it('makes everything once, even if two processes are at it at the same time', async () => {
    const admin = { password: 'secret', isGiven: true };
    await Promise.all([completeInstallation(process(), admin), completeInstallation(process(), admin)]);
    const counts = { credential_type: MANAGED_CREDENTIAL_TYPES.length, system_job_template: 4, instance_group: 2 };
    for (const [kind, count] of Object.entries(counts))
      expect([kind, await cairn.store.all(`SELECT COUNT(*) AS count FROM ${kind}`, [])]).toEqual([kind, [{ count }]]);
    const head = await cairn.log.head();
    await completeInstallation(process(), admin);
    expect(await cairn.log.head()).toBe(head);
  });
});
