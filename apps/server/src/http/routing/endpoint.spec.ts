import { DomainError } from '@domain/kernel';
import { dispatch } from './dispatch.js';
import { type ApiRequest, type Endpoint, endpoint, openEndpoint } from './endpoint.js';

const GET = () => ({ json: {} });
const buses = { commands: { execute: jest.fn() }, queries: { execute: jest.fn() } };
const from = (who: { isSuperuser: boolean; isSystemAuditor: boolean }): ApiRequest<never> =>
  ({
    ...{ method: 'GET', headers: {}, query: () => new URLSearchParams() },
    viewer: { id: 4, username: 'ann', ...who },
  }) as unknown as ApiRequest<never>;

describe('rules of endpoints', () => {
  it('are there for every method, or the server does not start', () => {
    expect(() =>
      endpoint({ path: '/api/v2/x/', name: 'X', methods: { GET, POST: GET }, rules: { GET: 'host.read' } }),
    ).toThrow('POST /api/v2/x/ has no rule');
    expect(() => openEndpoint({ path: '/x/', name: 'X', access: 'nobody', methods: { GET }, rules: {} })).toThrow(
      'GET /x/',
    );
    expect(() => endpoint({ path: '/x/', name: 'X', methods: { GET }, rules: { GET: 'anyone' } })).toThrow(
      'asks for a login',
    );
  });

  it.each([
    ['superuser', { isSuperuser: true, isSystemAuditor: false }, true],
    ['superuser', { isSuperuser: false, isSystemAuditor: true }, false],
    ['auditor', { isSuperuser: false, isSystemAuditor: true }, true],
    ['auditor', { isSuperuser: false, isSystemAuditor: false }, false],
    ['signed_in', { isSuperuser: false, isSystemAuditor: false }, true],
  ] as const)('let in by %s: %j is %s', async (rule, who, isLetIn) => {
    const answer = dispatch(
      endpoint({ path: '/x/', name: 'X', methods: { GET }, rules: { GET: rule } }),
      from(who),
      buses,
    );
    if (isLetIn) await expect(answer).resolves.toEqual({ json: {} });
    else await expect(answer).rejects.toThrow(DomainError);
  });

  it('keep everybody but superusers out where there is none', async () => {
    const target: Endpoint = { path: '/x/', name: 'X', access: 'login', methods: { GET }, rules: {} };
    await expect(dispatch(target, from({ isSuperuser: false, isSystemAuditor: true }), buses)).rejects.toThrow(
      'FORBIDDEN',
    );
  });
});
