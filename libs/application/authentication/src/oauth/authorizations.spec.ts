import { MemoryEventLog } from '@adapters/event-log-memory';
import { AggregateRunner, SystemClock } from '@application/event-sourcing';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { Authorizations } from './authorizations.js';

describe('codes', () => {
  it('are good once, however many processes are shown one at the same time', async () => {
    const [log, clock] = [new MemoryEventLog(), new SystemClock()];
    const process = () => new Authorizations(new AggregateRunner(log, { clock, isShared: true }), clock);
    const context = (commandId: string) => ({ commandId, causation: commandId, actor: SYSTEM_ACTOR });
    const allowance = { scope: 'read', isAsked: true, redirectUri: 'https://portal.example.org/', challenge: null };
    const named = { user: { id: 1, name: 'ann' }, application: { id: 2, name: 'portal' } };
    const code = await process().grant({ ...allowance, ...named }, context('grant'));
    const redeemed = await Promise.allSettled(
      [11, 12, 13, 14].map((token) => process().redeem(code, token, context(`redeem ${token}`))),
    );
    expect(redeemed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await process().find(code)).toMatchObject({ status: 'redeemed' });
  });
});
