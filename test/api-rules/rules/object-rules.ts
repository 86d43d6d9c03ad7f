import type { Rule } from './rule.js';

const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

const host = (name: string, more: object = {}) => ({ name, inventory: '{inventory}', ...more }) as never;

/** How a text comes back that was sent with a host. */
const text = (rule: string, name: string, fields: object, back: object = fields): Rule => ({
  rule: `1.2 ${rule}`,
  ask: ['POST', 'hosts/', { body: host(name, fields) }],
  status: 201,
  holds: back as never,
});

const wrong = (rule: string, fields: object, is: object): Rule => ({
  rule: `1.2 ${rule}`,
  ask: ['POST', 'hosts/', { body: host('wrong', fields) }],
  status: 400,
  is: is as never,
});

/** Section 1: objects, and what becomes of what is sent. */
export const OBJECT_RULES: readonly Rule[] = [
  {
    rule: '1.1 objects carry id, type, url, related, summary_fields, created and modified with microseconds',
    ask: ['GET', 'hosts/{ash}/'],
    status: 200,
    holds: {
      ...{ id: '{ash}', type: 'host', url: '/api/v2/hosts/{ash}/', created: at, modified: at, name: 'ash' },
      related: {
        inventory: '/api/v2/inventories/{trees}/',
        created_by: '/api/v2/users/1/',
        named_url: expect.any(String),
      },
      summary_fields: {
        inventory: {
          id: '{trees}',
          name: 'Trees',
          description: '',
          total_hosts: 7,
          organization_id: '{wood}',
          kind: '',
        },
        created_by: { id: 1, username: 'admin', first_name: '', last_name: '' },
        user_capabilities: { edit: true, delete: true },
        groups: { count: 2 },
      },
    },
  },
  {
    rule: '1.1 keys of related whose target is not set are absent, and foreign keys are null',
    ask: ['GET', 'job_templates/{pine}/'],
    status: 200,
    holds: { execution_environment: null },
    shows: ({ json }) => expect(json).not.toHaveProperty('related.execution_environment'),
  },
  {
    rule: '1.1 object_roles name each role with description, name and id',
    ask: ['GET', 'inventories/{trees}/'],
    status: 200,
    holds: {
      summary_fields: {
        object_roles: {
          use_role: { name: 'Use', description: 'Can use the inventory in a job template', id: expect.any(Number) },
        },
      },
    },
  },
  {
    rule: '1.1 labels are counted, and the first ten named',
    ask: ['GET', 'job_templates/{pine}/'],
    status: 200,
    holds: { summary_fields: { labels: { count: 2, results: [{ name: 'blue' }, { name: 'red' }] } } },
  },
  text('strings are trimmed', 't1', { description: '  two words \n' }, { description: 'two words' }),
  text('numbers become strings', 't2', { description: 42 }, { description: '42' }),
  text('null becomes the empty string', 't3', { description: null }, { description: '' }),
  text('variables keep their text, white space and all', 't4', { variables: '---\na: 1   # why\n\n' }),
  text('variables keep the digits of numbers', 't5', { variables: '{"a": 1.50, "b": 12345678901234567890}' }),
  text('letters beyond ASCII stay', 'ßé漢🌲', { description: 'Ā\u0301 – “x” 🌳', variables: 'ö: "漢"' }),
  text('control characters and quotes stay', 't6', { description: 'a"b\\c\td' }),
  text('false is read from its words', 't7', { enabled: 'no' }, { enabled: false }),
  text('null turns a flag off', 't8', { enabled: null }, { enabled: false }),
  text(
    'unknown and read-only keys are ignored',
    't9',
    { colour: 'green', id: 4711, created: 'never' },
    { enabled: true },
  ),
  wrong('booleans are no strings', { description: true }, { description: ['Not a valid string.'] }),
  wrong('lists are no strings', { description: [] }, { description: ['Not a valid string.'] }),
  wrong('flags are true or false', { enabled: 'maybe' }, { enabled: ['Must be a valid boolean.'] }),
  {
    ...wrong('a name is needed', {}, { name: ['This field is required.'] }),
    ask: ['POST', 'hosts/', { body: { inventory: '{inventory}' } as never }],
  },
  wrong('a name may not be blank', { name: ' ' }, { name: ['This field may not be blank.'] }),
  wrong(
    'a name has 512 characters at most',
    { name: 'x'.repeat(513) },
    {
      name: ['Ensure this field has no more than 512 characters.'],
    },
  ),
  wrong(
    'a foreign key must lead somewhere',
    { inventory: 9999 },
    { inventory: ['Invalid pk "9999" - object does not exist.'] },
  ),
  wrong(
    'a foreign key is a number',
    { inventory: 'x' },
    { inventory: ['Incorrect type. Expected pk value, received str.'] },
  ),
  wrong(
    'variables must parse',
    { variables: '{' },
    {
      variables: [expect.stringMatching(/^Cannot parse as JSON \(error: .*\) or YAML \(error: .*\)\.$/s)],
    },
  ),
  {
    rule: '1.2 integers are read from digits',
    ask: ['PATCH', 'job_templates/{pine}/', { body: { forks: '3' } }],
    status: 200,
    holds: { forks: 3 },
  },
  {
    rule: '1.2 integers have limits',
    ask: ['PATCH', 'job_templates/{pine}/', { body: { forks: -1 } }],
    status: 400,
    is: { forks: ['Ensure this value is greater than or equal to 0.'] },
  },
  {
    rule: '1.2 integers are numbers',
    ask: ['PATCH', 'job_templates/{pine}/', { body: { forks: 'many' } }],
    status: 400,
    is: { forks: ['A valid integer is required.'] },
  },
  {
    rule: '1.2 integers are not null',
    ask: ['PATCH', 'job_templates/{pine}/', { body: { forks: null } }],
    status: 400,
    is: { forks: ['This field may not be null.'] },
  },
  {
    rule: '1.2 choices are named in the refusal',
    ask: ['PATCH', 'job_templates/{pine}/', { body: { job_type: 'walk' } }],
    status: 400,
    is: { job_type: ['"walk" is not a valid choice.'] },
  },
  {
    rule: '1.2 null is no choice where blank is none',
    ask: ['PATCH', 'job_templates/{pine}/', { body: { job_type: null } }],
    status: 400,
    is: { job_type: ['"" is not a valid choice.'] },
  },
  {
    rule: '1.2 PATCH changes only what is sent',
    ask: ['PATCH', 'hosts/{ash}/', { body: { instance_id: 'i-1' } }],
    status: 200,
    holds: { name: 'ash', description: 'even tree', instance_id: 'i-1' },
  },
  {
    rule: '1.2 PUT needs the required fields',
    ask: ['PUT', 'hosts/{ash}/', { body: { description: 'x' } }],
    status: 400,
    holds: { name: ['This field is required.'] },
  },
  {
    rule: '1.2 PUT resets plain fields that are left out',
    ask: ['PUT', 'hosts/{ash}/', { body: host('ash', { description: 'even tree', inventory: '{trees}' }) }],
    status: 200,
    holds: { name: 'ash', instance_id: '', enabled: true },
  },
];
