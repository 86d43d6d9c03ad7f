import type { Rule } from './rule.js';

const TYPE =
  'You did not use correct Content-Type in your HTTP request. If you are using our REST API, the Content-Type must be application/json';
const NOT_LOGGED_IN = 'Authentication credentials were not provided. To establish a login session, visit /api/login/.';
const BEARER = 'Bearer realm=api authorization_url=/api/o/authorize/';
const ann = { login: 'ann:secret of ann' };

const notLoggedIn = (rule: string, login: string | null): Rule => ({
  rule: `2 ${rule}`,
  ask: ['GET', 'hosts/', { login }],
  status: 401,
  is: { detail: NOT_LOGGED_IN },
  headers: { 'www-authenticate': BEARER },
});

const body = (rule: string, sent: string | Buffer, detail: unknown): Rule => ({
  rule: `2 ${rule}`,
  ask: ['POST', 'organizations/', { body: sent }],
  status: 400,
  is: { detail } as never,
});

const media = (rule: string, accept: string, status: number, type: string): Rule => ({
  rule: `2 ${rule}`,
  ask: ['GET', 'hosts/{ash}/', { headers: { accept } }],
  status,
  headers: { 'content-type': type },
});

const twice = (rule: string, path: string, sent: object, is: object): Rule => ({
  rule: `2 unique: ${rule}`,
  ask: ['POST', path, { body: sent as never }],
  status: 400,
  is: is as never,
});

/** Section 2: errors and HTTP. */
export const HTTP_RULES: readonly Rule[] = [
  notLoggedIn('nobody is logged in', null),
  notLoggedIn('a wrong password says the same', 'admin:wrong'),
  notLoggedIn('an unknown name says the same', 'nobody:x'),
  {
    rule: '2 who may not is told so',
    ask: ['POST', 'organizations/', { ...ann, body: { name: 'Mine' } }],
    status: 403,
    is: { detail: 'You do not have permission to perform this action.' },
  },
  {
    rule: '2 what exists and may not be read is 403, not 404',
    ask: ['GET', 'hosts/{ash}/', ann],
    status: 403,
    is: { detail: 'You do not have permission to perform this action.' },
  },
  { rule: '2 lists leave out what may not be read', ask: ['GET', 'hosts/', ann], status: 200, holds: { count: 0 } },
  { rule: '2 no such object', ask: ['GET', 'hosts/99999/'], status: 404, is: { detail: 'Not found.' } },
  {
    rule: '2 no such object to change',
    ask: ['PATCH', 'hosts/99999/', { body: {} }],
    status: 404,
    is: { detail: 'Not found.' },
  },
  {
    rule: '2 no such path',
    ask: ['GET', 'nowhere/'],
    status: 404,
    is: { detail: 'The requested resource could not be found.' },
  },
  {
    rule: '2 a method that is not offered tells those that are',
    ask: ['PUT', 'hosts/', { body: {} }],
    status: 405,
    is: { detail: 'Method "PUT" not allowed.' },
    headers: { allow: 'GET, POST, HEAD, OPTIONS' },
  },
  ...['PROPFIND', 'LINK', 'PURGE', 'QUERY', 'TRACE'].map((method): Rule => ({
    rule: '2 so does a method that is offered nowhere',
    ask: [method, 'hosts/'],
    status: 405,
    is: { detail: `Method "${method}" not allowed.` },
    headers: { allow: 'GET, POST, HEAD, OPTIONS' },
  })),
  {
    rule: '2 and a path that is not there stays so for every method',
    ask: ['PROPFIND', 'nowhere/'],
    status: 404,
    is: { detail: 'The requested resource could not be found.' },
  },
  {
    rule: '2 a method that is not offered by an object',
    ask: ['POST', 'hosts/{ash}/', { body: {} }],
    status: 405,
    is: { detail: 'Method "POST" not allowed.' },
    headers: { allow: 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS' },
  },
  {
    rule: '2 forms are no JSON',
    ask: [
      'POST',
      'organizations/',
      { body: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    status: 415,
    is: { detail: TYPE },
  },
  {
    rule: '2 a body without a type is no JSON',
    ask: ['POST', 'organizations/', { body: '{}', headers: { 'content-type': 'text/plain' } }],
    status: 415,
    is: { detail: TYPE },
  },
  {
    rule: '2 the type may name a charset',
    ask: ['POST', 'organizations/', { body: '{}', headers: { 'content-type': 'application/json; charset=utf-8' } }],
    status: 400,
    is: { name: ['This field is required.'] },
  },
  {
    rule: '2 a body of more than ten MiB',
    ask: ['POST', 'organizations/', { body: `{"name": "${'x'.repeat(10 * 2 ** 20)}"}` }],
    status: 413,
    is: { detail: 'The request body is too large.' },
  },
  body(
    'faulty JSON',
    '{"name": }',
    expect.stringMatching(/^JSON parse error - .+\nPossible cause: trailing comma\.$/s),
  ),
  body('a list is no object', '[]', 'JSON parse error - not a JSON object'),
  body('a text is no object', '"x"', 'JSON parse error - not a JSON object'),
  body('what is no UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), expect.stringContaining('JSON parse error - ')),
  {
    rule: '2 an empty body is an empty object',
    ask: ['POST', 'organizations/', { body: '' }],
    status: 400,
    is: { name: ['This field is required.'] },
  },
  twice(
    'an organization',
    'organizations/',
    { name: 'Wood' },
    { name: ['Organization with this Name already exists.'] },
  ),
  twice(
    'an inventory',
    'inventories/',
    { name: 'Trees', organization: '{wood}' },
    {
      __all__: ['Inventory with this Name and Organization already exists.'],
    },
  ),
  twice(
    'a host',
    'hosts/',
    { name: 'oak', inventory: '{trees}' },
    {
      __all__: ['Host with this Name and Inventory already exists.'],
    },
  ),
  twice(
    'a host named like a group',
    'hosts/',
    { name: 'leaves', inventory: '{trees}' },
    {
      __all__: ['A Group with that name already exists.'],
    },
  ),
  twice(
    'a team',
    'teams/',
    { name: 'Team', organization: '{organization}' },
    {
      __all__: ['Team with this Organization and Name already exists.'],
    },
  ),
  twice(
    'a label',
    'labels/',
    { name: 'red', organization: '{wood}' },
    {
      __all__: ['Label with this Name and Organization already exists.'],
    },
  ),
  twice(
    'a user',
    'users/',
    { username: 'ann', password: 'x' },
    { username: ['A user with that username already exists.'] },
  ),
  twice(
    'a credential type',
    'credential_types/',
    { name: 'Own', kind: 'cloud' },
    {
      __all__: ['Credential type with this Name and Kind already exists.'],
    },
  ),
  {
    rule: '2 a create answers 201 with the object and where it is',
    ask: ['POST', 'labels/', { body: { name: 'new', organization: '{wood}' } as never }],
    status: 201,
    shows: ({ headers, json }) => expect(json).toMatchObject({ url: headers['location'], name: 'new' }),
  },
  {
    rule: '2 a delete answers 204 and nothing',
    ask: ['DELETE', 'teams/{spare_team}/'],
    status: 204,
    shows: ({ text }) => expect(text).toBe(''),
  },
  { rule: '2 a delete of an inventory answers 202', ask: ['DELETE', 'inventories/{spare_inventory}/'], status: 202 },
  {
    rule: '2 HEAD is GET without its body',
    ask: ['HEAD', 'hosts/{ash}/'],
    status: 200,
    headers: { 'content-type': 'application/json' },
    shows: ({ text }) => expect(text).toBe(''),
  },
  { rule: '2 HEAD of what is not there', ask: ['HEAD', 'hosts/99999/'], status: 404 },
  {
    rule: '2 /me/ lists the caller',
    ask: ['GET', 'me/', ann],
    status: 200,
    holds: { count: 1, next: null, previous: null, results: [{ username: 'ann', password: '$encrypted$' }] },
  },
  media('JSON is what is answered', 'application/json', 200, 'application/json'),
  media('JSON is what is answered when all is accepted', '*/*', 200, 'application/json'),
  media('browsers see a page', 'text/html,application/xhtml+xml,*/*;q=0.8', 200, 'text/html; charset=utf-8'),
  media('a form that there is not', 'image/png', 406, 'application/json'),
  {
    rule: '2 ?format=json is JSON',
    ask: ['GET', 'hosts/?format=json', { headers: { accept: 'text/html' } }],
    status: 200,
    holds: { count: expect.any(Number) },
  },
  {
    rule: '2 ?format=api is a page',
    ask: ['GET', 'hosts/?format=api'],
    status: 200,
    headers: { 'content-type': 'text/html; charset=utf-8' },
  },
  { rule: '2 an unknown ?format=', ask: ['GET', 'hosts/?format=xml'], status: 404, is: { detail: 'Not found.' } },
  {
    rule: '2 answers name product, node, time and version, and may not be kept, framed or guessed at',
    ask: ['GET', 'hosts/{ash}/'],
    status: 200,
    headers: {
      ...{ 'x-api-product-name': 'AWX', 'x-api-product-version': '24.6.1', 'x-api-node': 'cairn-1' },
      ...{ 'cache-control': 'no-cache, no-store, must-revalidate', vary: 'Accept, Authorization, Cookie' },
      ...{ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin' },
      ...{ 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" },
    },
    shows: ({ headers }) => expect(headers['x-api-time']).toMatch(/^\d+\.\d{3}s$/),
  },
  {
    rule: '2 the version is not told to those who are not logged in',
    ask: ['GET', '/api/', { login: null }],
    status: 200,
    shows: ({ headers }) => expect(headers['x-api-product-version']).toBeUndefined(),
  },
  { rule: '2 the slash at the end may be missing', ask: ['GET', 'hosts?name=ash'], status: 200, lists: ['ash'] },
];
