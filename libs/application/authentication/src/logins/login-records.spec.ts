import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner, SystemClock } from '@application/event-sourcing';
import { LoginRecords } from './login-records.js';

describe('records of logins that are held off', () => {
  it('are few, whatever happens, and tell how many are left out', async () => {
    const log = new MemoryEventLog();
    let time = 0;
    const records = new LoginRecords(new AggregateRunner(log, { clock: new SystemClock() }), () => time);
    const heldOff = (address: string) => records.heldOff({ user: null, address, failures: 5 });
    for (let attempt = 0; attempt < 1000; attempt += 1) await heldOff(`192.0.2.${attempt % 250}`);
    time = 600_000;
    await heldOff('192.0.2.251');
    const { events } = await log.readAll({ limit: 1000 });
    expect(events.length).toBe(21);
    expect(events.at(-1)).toMatchObject({
      ...{ type: 'LoginsHeldOff', stream: 'login-0' },
      data: { address: '192.0.2.251', untold: 980 },
    });
  });
});
