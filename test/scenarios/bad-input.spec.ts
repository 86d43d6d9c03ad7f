import { type JsonObject } from '@domain/kernel';
import { makeHome, startServer, type Home, type RunningServer } from '../../scripts/running-server.cjs';
import { LARGEST_BODY } from '../../apps/server/src/http/adapter.js';
import { apiOf, loadedDemo } from '../live/demo-run.js';
import { headOf, writtenSince } from '../live/log-file.js';
import { sendRaw, type Access, type RawRequest } from '../live/raw-api.js';

const home: Home = makeHome();
let server: RunningServer | undefined;
let access: Access;
let ids: Readonly<Record<'jobTemplate' | 'workflow' | 'node' | 'organization' | 'inventory', number>>;

beforeAll(async () => {
  server = await startServer(home, { CAIRN_EXECUTOR: 'noop' });
  access = { ...home, base: server.base };
  const workflow = await loadedDemo({ ...access, projects: home.projects });
  const first = async (path: string): Promise<number> => (await apiOf(access).list(path, {}))[0]?.id ?? 0;
  ids = {
    workflow,
    jobTemplate: await first('job_templates/'),
    node: await first('workflow_job_template_nodes/'),
    organization: await first('organizations/'),
    inventory: await first('inventories/'),
  };
});
afterAll(async () => {
  await server?.stop();
  home.remove();
});

/** Nine levels, each naming the one below nine times: 387 million values in a few hundred bytes. */
const YAML_BOMB = [
  'a0: &a0 [x, x, x, x, x, x, x, x, x]',
  ...Array.from({ length: 8 }, (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level}, `.repeat(9)}x]`),
].join('\n');
const UNKNOWN = 999_999;

const post = (path: string, body: JsonObject | string): RawRequest => ({
  method: 'POST',
  path,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
const launch = (body: JsonObject | string): RawRequest => post(`job_templates/${ids.jobTemplate}/launch/`, body);
const detail = (text: string) => ({ detail: expect.stringContaining(text) });
const parseError = [expect.stringMatching(/^Cannot parse as JSON .* or YAML /s)];

type Case = readonly [what: string, request: () => RawRequest, status: number, body: unknown];

const BODIES: readonly Case[] = [
  ['JSON that stops half-way', () => post('organizations/', '{"name": "x'), 400, detail('JSON parse error - ')],
  ['JSON with a trailing comma', () => post('organizations/', '{"name": "x",}'), 400, detail('trailing comma')],
  ['a list', () => post('organizations/', '["x"]'), 400, { detail: 'JSON parse error - not a JSON object' }],
  ['no JSON at all', () => post('organizations/', 'name=x'), 400, detail('JSON parse error - ')],
  [
    'bytes that are no UTF-8',
    () => ({ method: 'POST', path: 'organizations/', body: Buffer.from('7b22c3287d', 'hex') }),
    400,
    detail('JSON parse error - '),
  ],
  ['nesting beyond sense', () => post('organizations/', '{"name":'.repeat(20_000)), 400, detail('JSON parse error - ')],
  [
    'another type of content',
    () => ({ ...post('organizations/', '<name/>'), headers: { 'content-type': 'application/xml' } }),
    415,
    detail('Content-Type must be application/json'),
  ],
  [
    'a body beyond the limit',
    () => post('organizations/', { name: 'x', description: 'x'.repeat(LARGEST_BODY) }),
    413,
    { detail: 'The request body is too large.' },
  ],
];

const TYPES: readonly Case[] = [
  ['an object for a text', () => post('organizations/', { name: { a: 1 } }), 400, { name: ['Not a valid string.'] }],
  ['null for a text', () => post('organizations/', { name: null }), 400, { name: ['This field may not be blank.'] }],
  ['nothing where something must be', () => post('organizations/', {}), 400, { name: ['This field is required.'] }],
  [
    'a word for a number',
    () => ({ ...post(`job_templates/${ids.jobTemplate}/`, { forks: 'many' }), method: 'PATCH' }),
    400,
    { forks: ['A valid integer is required.'] },
  ],
  [
    'a choice that is none',
    () => ({ ...post(`job_templates/${ids.jobTemplate}/`, { verbosity: 9 }), method: 'PATCH' }),
    400,
    { verbosity: ['"9" is not a valid choice.'] },
  ],
  [
    'a word for a switch',
    () => ({ ...post(`job_templates/${ids.jobTemplate}/`, { become_enabled: 'maybe' }), method: 'PATCH' }),
    400,
    { become_enabled: ['Must be a valid boolean.'] },
  ],
  ['a list for variables', () => launch({ extra_vars: [1] }), 400, { extra_vars: expect.anything() }],
  [
    'a wrong survey answer',
    () => post(`workflow_job_templates/${ids.workflow}/launch/`, { extra_vars: { channel: 'nightly' } }),
    400,
    { variables_needed_to_start: [expect.stringContaining("Value nightly for 'channel' expected to be one of")] },
  ],
  [
    'a survey that is a text',
    () => post(`job_templates/${ids.jobTemplate}/survey_spec/`, { name: '', description: '', spec: 'x' }),
    400,
    { error: expect.any(String) },
  ],
];

const UNKNOWN_IDS: readonly Case[] = [
  ['an object', () => ({ method: 'GET', path: `organizations/${UNKNOWN}/` }), 404, { detail: expect.any(String) }],
  ['a template to launch', () => post(`job_templates/${UNKNOWN}/launch/`, {}), 404, { detail: expect.any(String) }],
  [
    'an id that is a word',
    () => ({ method: 'GET', path: 'job_templates/many/launch/' }),
    404,
    { detail: expect.any(String) },
  ],
  ['a route', () => post('nothing_of_the_kind/', {}), 404, { detail: 'The requested resource could not be found.' }],
  [
    'a related object',
    () => post('hosts/', { name: 'x', inventory: UNKNOWN }),
    400,
    { inventory: [`Invalid pk "${UNKNOWN}" - object does not exist.`] },
  ],
  [
    'a template for a node',
    () => post(`workflow_job_templates/${ids.workflow}/workflow_nodes/`, { unified_job_template: UNKNOWN }),
    400,
    { unified_job_template: [`Invalid pk "${UNKNOWN}" - object does not exist.`] },
  ],
];

const VARIABLES: readonly Case[] = [
  ['at a launch', () => launch({ extra_vars: YAML_BOMB }), 400, { extra_vars: parseError }],
  [
    'at the launch of a workflow',
    () => post(`workflow_job_templates/${ids.workflow}/launch/`, { extra_vars: YAML_BOMB }),
    400,
    { extra_vars: parseError },
  ],
  [
    'in a job template',
    () => ({ ...post(`job_templates/${ids.jobTemplate}/`, { extra_vars: YAML_BOMB }), method: 'PATCH' }),
    400,
    { extra_vars: parseError },
  ],
  [
    'in an inventory',
    () => ({ ...post(`inventories/${ids.inventory}/`, { variables: YAML_BOMB }), method: 'PATCH' }),
    400,
    { variables: parseError },
  ],
  [
    'in a node',
    () => ({ ...post(`workflow_job_template_nodes/${ids.node}/`, { extra_data: YAML_BOMB }), method: 'PATCH' }),
    400,
    { extra_data: parseError },
  ],
];

/** What stays of a refusal: of launches the attempt is, for the audit; of anything else nothing. */
const traceOf = ({ path }: RawRequest, status: number): readonly string[] =>
  path.endsWith('/launch/') && status === 400 ? ['LaunchRefused'] : [];

/** Refused clearly, and nothing else is in the log that was not there before. */
const isRefused = async (request: () => RawRequest, status: number, body: unknown): Promise<void> => {
  const before = await headOf(home.data);
  const sent = request();
  expect(await sendRaw(access, sent)).toEqual({ status, body });
  expect(await writtenSince(home.data, before)).toEqual(traceOf(sent, status));
};

describe('a body that cannot be read', () => {
  it.each(BODIES)('%s', (_what, request, status, body) => isRefused(request, status, body));
});

describe('a value of the wrong kind', () => {
  it.each(TYPES)('%s', (_what, request, status, body) => isRefused(request, status, body));
});

describe('an id that leads nowhere', () => {
  it.each(UNKNOWN_IDS)('%s', (_what, request, status, body) => isRefused(request, status, body));
});

describe('variables that would grow beyond all memory', () => {
  it.each(VARIABLES)('%s', (_what, request, status, body) => isRefused(request, status, body));
});

describe('an edge that closes a cycle', () => {
  it('is refused, and only the refusal is recorded, as the audit wants it', async () => {
    const before = await headOf(home.data);
    const request = post(`workflow_job_template_nodes/${ids.node}/always_nodes/`, { id: ids.node });
    expect(await sendRaw(access, request)).toEqual({ status: 400, body: { Error: 'Cycle detected.' } });
    expect(await writtenSince(home.data, before)).toEqual(['LinkRefused']);
  });
});

describe('a caller who may not', () => {
  it('is refused without a login, whatever the body', async () => {
    const nobody = { ...access, password: 'wrong' };
    const before = await headOf(home.data);
    expect(await sendRaw(nobody, post('organizations/', '{"name'))).toMatchObject({
      status: 401,
      body: detail('Authentication credentials were not provided.'),
    });
    expect(await headOf(home.data)).toBe(before);
  });
});
