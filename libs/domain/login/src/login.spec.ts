import { specification } from '@testing/specification';
import { type HeldOff, login } from './login.js';

const data: HeldOff = { user: { id: 2, name: 'ann' }, address: '192.0.2.7', failures: 5, untold: 0 };

describe('logins', () => {
  it('are told to be held off each time that it begins', () => {
    const given = specification(login);
    given().when({ type: 'HoldOffLogins', data }).then({ type: 'LoginsHeldOff', data });
    given({ type: 'LoginsHeldOff', data })
      .when({ type: 'HoldOffLogins', data: { ...data, untold: 3 } })
      .then({ type: 'LoginsHeldOff', data: { ...data, untold: 3 } });
  });
});
