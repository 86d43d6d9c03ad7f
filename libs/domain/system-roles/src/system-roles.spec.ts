import { specification } from '@testing/specification';
import { systemRoles } from './system-roles.js';

const given = specification(systemRoles);
const first = { system_administrator: 1, system_auditor: 2 };

describe('roles of the system', () => {
  it('get their ids once', () => {
    given().when(first).then({ type: 'SystemRolesEstablished', data: first });
    given({ type: 'SystemRolesEstablished', data: first })
      .when({ system_administrator: 8, system_auditor: 9 })
      .thenNothing();
  });
});
