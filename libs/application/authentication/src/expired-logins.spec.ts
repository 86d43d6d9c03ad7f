import { SYSTEM_ACTOR } from '@domain/kernel';
import type { Issued } from '@domain/access-token';
import { Installation } from '@testing/installation';
import { ExpiredLogins } from './expired-logins.js';
import { Sessions } from './sessions/sessions.js';
import { Tokens } from './tokens/tokens.js';

const [PAST, NOW, LATER] = ['2029-01-01T00:00:00Z', '2030-01-01T00:00:00Z', '2031-01-01T00:00:00Z'];
const CLEANING = { job: 7, by: SYSTEM_ACTOR, now: NOW };

describe('logins whose time is over', () => {
  let cairn: Installation;
  let logins: ExpiredLogins;
  beforeEach(async () => {
    cairn = await Installation.open();
    logins = new ExpiredLogins(cairn.ports);
  });
  afterEach(() => cairn.close());

  const issue = (id: number, access: string, refresh: string | null): Promise<unknown> => {
    const data: Issued = {
      ...{ id, user: { id: 1, name: 'admin' }, application: null, origin: 'api', scope: 'read', description: '' },
      access: { secretHash: `a${id}`, expires: access },
      refresh: refresh === null ? null : { secretHash: `r${id}`, expires: refresh },
    };
    const context = { commandId: `token ${id}`, causation: 'c', actor: SYSTEM_ACTOR };
    return new Tokens(cairn.runner).handle(id, { type: 'IssueToken', data }, context);
  };
  const typesOf = async (stream: string): Promise<readonly string[]> => {
    const types: string[] = [];
    for await (const { type } of cairn.log.readStream(stream)) types.push(type);
    return types;
  };

  it('tokens go unless they can still be refreshed, once', async () => {
    await issue(1, PAST, null);
    await issue(2, PAST, LATER);
    await issue(3, PAST, PAST);
    await issue(4, LATER, null);
    await cairn.caughtUp(await cairn.log.head());
    expect(await logins.tokens(CLEANING)).toBe(2);
    expect(await logins.tokens({ ...CLEANING, job: 8 })).toBe(0);
    const rows = await cairn.store.all('SELECT id FROM access_token ORDER BY id', []);
    expect(rows.map(({ id }) => id)).toEqual([2, 4]);
    expect(await typesOf('token-1')).toEqual(['TokenIssued', 'TokenRevoked']);
  });

  it('sessions go, those that are good stay', async () => {
    const ann = await cairn.user('ann');
    const at = (now: string) => new Sessions({ ...cairn.ports, clock: { now: () => now } });
    // Opening one clears what is over by then, so the one that stays comes first.
    const good = await at('2029-12-31T23:50:00.000000Z').open(ann, '', 'r1');
    await at('2029-12-31T10:00:00.000000Z').open(ann, '', 'r2');
    expect(await logins.sessions(CLEANING)).toBe(1);
    expect(await logins.sessions(CLEANING)).toBe(0);
    expect(await at(NOW).find(good)).toEqual(ann);
  });
});
