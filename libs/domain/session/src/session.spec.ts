import { specification } from '@testing/specification';
import type { Opened, SessionEvent } from './messages.js';
import { session } from './session.js';

const given = specification(session);
const data: Opened = {
  secretHash: 'h',
  user: { id: 2, name: 'ann' },
  expires: '2030-01-15T15:00:00.000000Z',
  address: '192.0.2.7',
};
const opened: SessionEvent = { type: 'SessionOpened', data };
const closed: SessionEvent = { type: 'SessionClosed', data: { secretHash: 'h', reason: 'logged-out' } };
const close = { type: 'CloseSession', reason: 'logged-out' } as const;

describe('a session', () => {
  it('is opened once', () => {
    given().when({ type: 'OpenSession', data }).then(opened);
    given(opened).when({ type: 'OpenSession', data }).thenNothing();
    given(opened, closed).when({ type: 'OpenSession', data }).thenNothing();
  });

  it('is closed once, and only when it is open', () => {
    given(opened).when(close).then(closed);
    given(opened, closed)
      .when({ ...close, reason: 'replaced' })
      .thenNothing();
    given().when(close).thenNothing();
  });
});
