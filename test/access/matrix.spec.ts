import { type Rule, rulesOf } from '@domain/access';
import type { Method } from '../../apps/server/src/http/routing/endpoint.js';
import { isSpending, kindAt, type Operation, prepared } from './requests.js';
import { RIGHTS_OF_THE_SPEC } from './rights-of-the-spec.js';
import { expectedOf, isGiven, personasOf, rolesOf, verdictOf } from './verdicts.js';
import { AccessWorld, JOBS, WITH_ROLES, pathOf } from './world.js';

/** Own organization and another one, an object of each kind in both, and somebody for each role of each of them. */
const peopled = async (): Promise<AccessWorld> => {
  const world = await AccessWorld.open();
  const { api, own, other } = world;
  await world.user('auditor', { isSystemAuditor: true });
  await world.user('superuser', { isSuperuser: true });
  await world.user('nobody');
  api.know({ id: own['user'] ?? 0, username: 'user.self', isSuperuser: false, isSystemAuditor: false });
  Object.assign(own, { token: await api.make('tokens/', {}, 'user.self') });
  for (const kind of WITH_ROLES)
    for (const role of rolesOf(kind)) {
      const elsewhere = kind === 'organization' ? `elsewhere.${role}` : `elsewhere:${kind}.${role}`;
      await world.holder(`${kind}.${role}`, kind, own[kind] ?? 0, `${role}_role`);
      await world.holder(elsewhere, kind, other[kind] ?? 0, `${role}_role`);
    }
  for (const kind of WITH_ROLES.filter((one) => !['organization', 'team'].includes(one)))
    await world.memberOfHolder(`team:${kind}.admin`, kind, own[kind] ?? 0, 'admin_role');
  return world;
};

/** Kinds with a list of all of them that says `?id=`. */
const LISTED = [
  ...[
    'organization',
    'team',
    'user',
    'label',
    'inventory',
    'host',
    'group',
    'project',
    'credential',
    'credential_type',
  ],
  ...['execution_environment', 'instance_group', 'job_template', 'workflow_job_template', 'workflow_job_template_node'],
  ...['o_auth2_application', 'schedule', 'job', 'workflow_job', 'project_update', 'token', 'role'],
];

/** What shows its labels to all who read it; the label of this world is on the job template. */
const CARRIERS = ['inventory', 'workflow_job_template'];

let world: AccessWorld;
beforeAll(async () => {
  world = await peopled();
});
afterAll(() => world.close());

/** Decided by a key of the template or by the secret of a client, and by no role. */
const isByOtherMeans = ({ target: { path }, method }: Operation): boolean =>
  method === 'POST' && (path === '/api/v2/job_templates/:id/callback/' || path.startsWith('/api/o/'));

const operations = (): readonly Operation[] =>
  world.api.endpoints
    .flatMap((target) => (Object.keys(target.methods) as Method[]).map((method) => ({ target, method })))
    .filter((operation) => !isByOtherMeans(operation));

describe('the permission matrix', () => {
  it('is what the specification says, for every operation and every role', async () => {
    const wrong: string[] = [];
    let cells = 0;
    for (const operation of operations()) {
      for (const persona of personasOf(rulesOf(operation.target.rules[operation.method] ?? []))) {
        const expected = expectedOf(persona, operation);
        const status = await ask(operation, persona, expected === 'allowed');
        cells += 1;
        if (verdictOf(status) !== expected)
          wrong.push(`${nameOf(operation)} as ${persona}: ${status}, not ${expected}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(cells).toBeGreaterThan(2000);
  }, 600_000);

  it('knows for every operation the right that it needs, and makes the object that it is about', () => {
    const named = (rule: Rule): boolean => {
      const [kind = '', action = ''] = rule.split('.');
      return action === '' || action === 'list' || RIGHTS_OF_THE_SPEC[kind]?.[action] !== undefined;
    };
    const unknown = operations().filter(({ target, method }) => !rulesOf(target.rules[method] ?? []).every(named));
    const unmade = operations().filter(
      ({ target: { path } }) => path.includes('/:id/') && !world.own[kindAt(path) ?? ''],
    );
    // A new right goes to rights-of-the-spec.ts, from the specification; a new kind to SEGMENTS of requests.ts and to world.ts.
    expect([...unknown, ...unmade].map(nameOf)).toEqual([]);
  });

  it.each(LISTED)('shows in lists what may be read, and nothing else: %s', async (kind) => {
    const rule = `${kind}.read` as Rule;
    const wrong: string[] = [];
    for (const persona of personasOf([rule]).filter((one) => one !== 'anonymous')) {
      const { body } = await world.api.send('GET', `${pathOf(kind)}/?id=${world.own[kind]}`, undefined, persona);
      if (body['count'] !== (isGiven(persona, rule) ? 1 : 0)) wrong.push(persona);
    }
    expect(wrong).toEqual([]);
  });
});

const nameOf = ({ target, method }: Operation): string => `${method} ${target.path}`;

const ask = async (operation: Operation, persona: string, mayDoIt: boolean): Promise<number> => {
  const { method, target } = operation;
  const kind = kindAt(target.path) ?? '';
  const id = mayDoIt && isSpending(operation) ? await fresh(operation, persona, kind) : (world.own[kind] ?? 0);
  // A label that an object carries is there for all who read it: the one of the others stays where it is.
  const isLabelling = mayDoIt && method === 'POST' && target.path.endsWith('/labels/') && CARRIERS.includes(kind);
  const place = isLabelling ? { ...world.own, label: await world.fresh('label') } : world.own;
  const { path, body } = prepared(operation, id, place);
  return (await world.api.send(method, path, body, persona === 'anonymous' ? null : persona)).status;
};

/** Something that may be used up, with the role that the one who asks has on the others. */
const fresh = async ({ target, method }: Operation, persona: string, kind: string): Promise<number> => {
  if (target.path.includes('/cancel/')) return world.job(kind, false);
  if (JOBS.includes(kind)) return world.job(kind, method === 'DELETE');
  if (kind === 'token') return world.api.make('tokens/', {}, persona);
  const id = await world.fresh(kind);
  const [, own, role = ''] = /^(?:team:)?(\w+)\.(\w+)$/.exec(persona) ?? [];
  if (own === kind && role !== 'self') await world.grant(persona, kind, id, `${role}_role`);
  return id;
};
