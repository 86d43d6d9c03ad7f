import { specification } from '@testing/specification';
import { accessToken } from './decide.js';
import type { Issued, TokenEvent } from './messages.js';

const given = specification(accessToken);
const AT = '2030-01-15T03:00:00.000000Z';
const LATER = '2030-02-15T03:00:00.000000Z';

const data: Issued = {
  id: 7,
  user: { id: 2, name: 'ann' },
  application: { id: 3, name: 'portal' },
  origin: 'password',
  scope: 'write',
  description: '',
  access: { secretHash: 'a', expires: LATER },
  refresh: { secretHash: 'r', expires: LATER },
};
const issued: TokenEvent = { type: 'TokenIssued', data };
const personal: TokenEvent = { type: 'TokenIssued', data: { ...data, application: null, refresh: null } };
const revoked: TokenEvent = { type: 'TokenRevoked', data: { reason: 'deleted' } };
const refreshed: TokenEvent = { type: 'TokenRefreshed', data: { successor: 8 } };
const refresh = { type: 'RefreshToken', successor: 8, at: AT } as const;

describe('an access token', () => {
  it('is issued once, whatever is repeated', () => {
    given().when({ type: 'IssueToken', data }).then(issued);
    given(issued).when({ type: 'IssueToken', data }).thenNothing();
    given(issued, revoked).when({ type: 'IssueToken', data }).thenNothing();
  });

  it('tells only what really changes', () => {
    const change = { field: 'scope', old: 'write', new: 'read' } as const;
    const changed: TokenEvent = { type: 'TokenChanged', data: { changes: [change] } };
    given(issued)
      .when({ type: 'ChangeToken', values: { scope: 'read', description: '' } })
      .then(changed);
    given(issued, changed)
      .when({ type: 'ChangeToken', values: { scope: 'read' } })
      .thenNothing();
    given(issued, changed)
      .when({ type: 'ChangeToken', values: { scope: 'write' } })
      .then({ type: 'TokenChanged', data: { changes: [{ ...change, old: 'read', new: 'write' }] } });
  });

  it('cannot be changed before it is issued or when it is over', () => {
    const change = { type: 'ChangeToken', values: { scope: 'read' } } as const;
    given().when(change).thenRefused({ kind: 'missing' });
    given(issued, revoked).when(change).thenRefused({ kind: 'missing' });
    given(issued, refreshed).when(change).thenRefused({ kind: 'missing' });
  });

  it('is revoked once', () => {
    given(issued).when({ type: 'RevokeToken', reason: 'deleted' }).then(revoked);
    given(issued, revoked).when({ type: 'RevokeToken', reason: 'user-deleted' }).thenNothing();
    given(issued, refreshed).when({ type: 'RevokeToken', reason: 'deleted' }).thenNothing();
    given().when({ type: 'RevokeToken', reason: 'deleted' }).thenNothing();
  });

  it('is given for a new one once', () => {
    given(issued).when(refresh).then(refreshed);
    given(issued, refreshed)
      .when({ ...refresh, successor: 9 })
      .thenRefused({ code: 'REFRESH_TOKEN_NOT_GOOD' });
    expect(given(issued, refreshed).state).toEqual({ status: 'over', successor: 8 });
  });

  it('is not refreshed after its time, when it is revoked, or when it is a personal one', () => {
    given(issued)
      .when({ ...refresh, at: LATER })
      .thenRefused({ body: { error: 'invalid_grant' } });
    given(issued, revoked).when(refresh).thenRefused();
    given(personal).when(refresh).thenRefused();
    given().when(refresh).thenRefused();
  });
});
