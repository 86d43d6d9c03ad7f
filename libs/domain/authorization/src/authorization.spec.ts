import { specification } from '@testing/specification';
import { authorization } from './authorization.js';
import type { AuthorizationEvent, Granted } from './messages.js';

const given = specification(authorization);
const data: Granted = {
  secretHash: 'h',
  user: { id: 2, name: 'ann' },
  application: { id: 3, name: 'portal' },
  scope: 'read',
  redirectUri: 'https://portal.example.org/back',
  challenge: null,
  expires: '2030-01-15T03:10:00.000000Z',
  isAsked: true,
};
const granted: AuthorizationEvent = { type: 'AuthorizationGranted', data };
const redeemed: AuthorizationEvent = { type: 'AuthorizationRedeemed', data: { token: 7 } };
const redeem = { type: 'RedeemAuthorization', token: 7, at: '2030-01-15T03:09:59.000000Z' } as const;

describe('an authorization code', () => {
  it('is granted once', () => {
    given().when({ type: 'GrantAuthorization', data }).then(granted);
    given(granted).when({ type: 'GrantAuthorization', data }).thenNothing();
  });

  it('is given for one token', () => {
    given(granted).when(redeem).then(redeemed);
    given(granted, redeemed)
      .when({ ...redeem, token: 8 })
      .thenRefused({ code: 'CODE_NOT_GOOD' });
    expect(given(granted, redeemed).state).toEqual({ status: 'redeemed', granted: data, token: 7 });
  });

  it('is not good for ever, and one that nobody granted never', () => {
    given(granted)
      .when({ ...redeem, at: data.expires })
      .thenRefused({ body: { error: 'invalid_grant' } });
    given().when(redeem).thenRefused();
  });
});
