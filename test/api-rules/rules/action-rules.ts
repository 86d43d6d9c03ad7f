import type { Rule } from './rule.js';

const post = (rule: string, path: string, body: object, expected: Omit<Rule, 'rule' | 'ask'>): Rule => ({
  rule,
  ask: ['POST', path, { body: body as never }],
  ...expected,
});

const CREDENTIALS = 'job_templates/{pine}/credentials/';
const empty: Pick<Rule, 'status' | 'shows'> = { status: 204, shows: ({ text }) => expect(text).toBe('') };

/** Section 4: sublists. */
export const SUBLIST_RULES: readonly Rule[] = [
  post('4 an id attaches', 'groups/{needles}/children/', { id: '{leaves}' }, empty),
  post('4 what is attached stays so', 'groups/{needles}/children/', { id: '{leaves}' }, empty),
  { rule: '4 GET lists the relation', ask: ['GET', 'groups/{needles}/children/'], status: 200, lists: ['leaves'] },
  post(
    '9.3 no cycles',
    'groups/{leaves}/children/',
    { id: '{needles}' },
    { status: 400, is: { error: 'Cyclical Group association.' } },
  ),
  post(
    '4 the presence of `disassociate` decides, not its value',
    'groups/{needles}/children/',
    { id: '{leaves}', disassociate: false },
    empty,
  ),
  post(
    '4 what is not attached can be detached',
    'groups/{needles}/children/',
    { id: '{leaves}', disassociate: true },
    empty,
  ),
  post(
    '4 fields create and attach',
    'groups/{needles}/children/',
    { name: 'pines', inventory: '{trees}' },
    {
      status: 201,
      holds: { name: 'pines' },
      shows: ({ headers, json }) => expect(json).toMatchObject({ url: headers['location'] }),
    },
  ),
  post(
    '4 an id is an integer',
    CREDENTIALS,
    { id: 'x' },
    { status: 400, is: { msg: '"id" field must be an integer.' } },
  ),
  post(
    '4 to detach needs an id',
    CREDENTIALS,
    { disassociate: true },
    { status: 400, is: { msg: '"id" is required to disassociate' } },
  ),
  post(
    '4 where nothing is created an id is needed',
    'job_templates/{pine}/instance_groups/',
    {},
    {
      status: 400,
      is: { msg: "Instance Group 'id' field is missing." },
    },
  ),
  post(
    '4 an unknown id',
    CREDENTIALS,
    { id: 99999 },
    { status: 400, is: { detail: 'Credential matching query does not exist.' } },
  ),
  post('12.5 a credential is attached', CREDENTIALS, { id: '{credential}' }, empty),
  post(
    '12.5 one of a kind',
    CREDENTIALS,
    { id: '{credential}' },
    {
      status: 400,
      is: { error: 'Cannot assign multiple Machine credentials.' },
    },
  ),
  {
    ...post('4 who may not', CREDENTIALS, {}, { status: 403 }),
    ask: ['POST', CREDENTIALS, { login: 'ann:secret of ann', body: { id: '{credential}' } as never }],
  },
  post(
    '13 a label that exists is attached by its name',
    'job_templates/{pine}/labels/',
    { name: 'red', organization: '{wood}' },
    empty,
  ),
  post(
    '4 to take a host from its inventory deletes it',
    'inventories/{inventory}/hosts/',
    { id: '{stump}', disassociate: true },
    empty,
  ),
  { rule: '4 and it is gone', ask: ['GET', 'hosts/{stump}/'], status: 404 },
];

/** Section 5: copies. */
export const COPY_RULES: readonly Rule[] = [
  { rule: '5 GET tells whether', ask: ['GET', 'job_templates/{pine}/copy/'], status: 200, is: { can_copy: true } },
  {
    ...post(
      '5 a copy has a name',
      'job_templates/{pine}/copy/',
      {},
      { status: 400, is: { name: ['This field is required.'] } },
    ),
  },
  post(
    '5 another name',
    'job_templates/{pine}/copy/',
    { name: 'Pine' },
    {
      status: 400,
      is: { __all__: ['The original object is already named Pine, a copy from it cannot have the same name.'] },
    },
  ),
  post(
    '5 a copy has labels and credentials of the original',
    'job_templates/{pine}/copy/',
    { name: 'Pine too' },
    {
      status: 201,
      holds: { name: 'Pine too', summary_fields: { labels: { count: 2 }, credentials: [{ name: 'Machine' }] } },
      shows: ({ headers, json }) => expect(json).toMatchObject({ url: headers['location'] }),
    },
  ),
  {
    rule: '5 who may not read may not ask',
    ask: ['GET', 'job_templates/{pine}/copy/', { login: 'ann:secret of ann' }],
    status: 403,
  },
  { rule: '5 hosts are not copied', ask: ['GET', 'hosts/{ash}/copy/'], status: 404 },
];

/** Section 6: OPTIONS. */
export const OPTIONS_RULES: readonly Rule[] = [
  {
    rule: '6 a list names formats, types, searched fields, roles and the largest page',
    ask: ['OPTIONS', 'job_templates/'],
    status: 200,
    headers: { allow: 'GET, POST, HEAD, OPTIONS' },
    holds: {
      ...{ name: 'Job Template List', renders: ['application/json', 'text/html'], parses: ['application/json'] },
      ...{ types: ['job_template'], search_fields: ['description', 'name'], max_page_size: 200 },
      object_roles: ['admin_role', 'execute_role', 'read_role'],
      related_search_fields: expect.arrayContaining(['labels__search', 'inventory__search']),
      actions: {
        GET: { name: { type: 'string', label: 'Name', filterable: true } },
        POST: {
          name: { type: 'string', required: true, max_length: 512 },
          job_type: {
            type: 'choice',
            required: false,
            default: 'run',
            choices: [
              ['run', 'Run'],
              ['check', 'Check'],
            ],
          },
          forks: { type: 'integer', min_value: 0 },
          inventory: { type: 'id' },
          extra_vars: { type: 'json' },
        },
      },
    },
  },
  {
    rule: '6 writing methods are told to those who may use them',
    ask: ['OPTIONS', 'organizations/', { login: 'ann:secret of ann' }],
    status: 200,
    shows: ({ json }) => expect(json).not.toHaveProperty('actions.POST'),
  },
  {
    rule: '6 an object offers PUT',
    ask: ['OPTIONS', 'hosts/{ash}/'],
    status: 200,
    headers: { allow: 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS' },
    holds: { actions: { PUT: { name: { required: true } } } },
  },
  {
    rule: '6 what is not there is described all the same',
    ask: ['OPTIONS', 'job_templates/99999/'],
    status: 200,
    headers: { allow: 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS' },
    shows: ({ json }) => expect(Object.keys((json as { actions: object }).actions)).toEqual(['GET']),
  },
  {
    rule: '6 where one can only attach, POST takes an id',
    ask: ['OPTIONS', 'job_templates/{pine}/instance_groups/'],
    status: 200,
    shows: ({ json }) => expect(Object.keys((json as { actions: { POST: object } }).actions.POST)).toEqual(['id']),
  },
  { rule: '6 nobody is told anything', ask: ['OPTIONS', 'hosts/', { login: null }], status: 401 },
];
