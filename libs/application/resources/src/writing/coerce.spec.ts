import { type Json, numberFromText } from '@domain/kernel';
import { type FieldDeclaration, emptyValue } from '../declaration/field.js';
import { kindOf } from '../registry.js';
import { coerce } from './coerce.js';

const field = (name: string, type: Parameters<typeof kindOf>[0] = 'job_template'): FieldDeclaration => {
  const found = kindOf(type).fields.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`${type} has no ${name}`);
  return found;
};

describe('a value as a field takes it', () => {
  it.each<[string, Json, Json]>([
    ['limit', null, ''],
    ['limit', '  web  ', 'web'],
    ['limit', 5, '5'],
    ['limit', numberFromText('5.0'), '5.0'],
    ['extra_vars', '  a: 1\n', '  a: 1\n'],
    ['extra_vars', null, ''],
    ['verbosity', '3', 3],
    ['diff_mode', null, false],
    ['diff_mode', '', false],
    ['diff_mode', 'yes', true],
    ['forks', '7', 7],
    ['forks', numberFromText('7.0'), 7],
    ['inventory', '', null],
    ['inventory', '12', 12],
    ['webhook_service', null, ''],
  ])('%s takes %j as %j', (name, value, taken) => expect(coerce(field(name), value)).toEqual({ value: taken }));

  it.each<[string, Json, string]>([
    ['limit', true, 'Not a valid string.'],
    ['limit', ['web'], 'Not a valid string.'],
    ['name', '   ', 'This field may not be blank.'],
    ['extra_vars', { a: 1 }, 'Not a valid string.'],
    ['verbosity', 9, '"9" is not a valid choice.'],
    ['verbosity', { a: 1 }, '"{"a":1}" is not a valid choice.'],
    ['job_type', null, '"" is not a valid choice.'],
    ['diff_mode', 'maybe', 'Must be a valid boolean.'],
    ['forks', null, 'This field may not be null.'],
    ['forks', '1.5', 'A valid integer is required.'],
    ['forks', true, 'A valid integer is required.'],
    ['inventory', 'x', 'Incorrect type. Expected pk value, received str.'],
    ['inventory', [1], 'Incorrect type. Expected pk value, received list.'],
  ])('%s refuses %j: %s', (name, value, error) => expect(coerce(field(name), value)).toEqual({ error }));

  it('refuses variables that are no mapping', () => {
    expect(coerce(field('extra_vars'), 'a: [1')).toEqual({ error: expect.stringMatching(/^Cannot parse as JSON/) });
    expect(coerce(field('extra_vars'), '[1]')).toHaveProperty('error');
  });

  it('keeps null apart from nothing where a field knows both', () => {
    expect(coerce(field('limit', 'workflow_job_template'), null)).toEqual({ value: null });
    expect(coerce(field('host_filter', 'inventory'), null)).toEqual({ value: null });
  });

  it('reads documents from text, too', () => {
    const inputs = field('inputs', 'credential_type');
    expect(coerce(inputs, 'fields: []')).toEqual({ value: { fields: [] } });
    expect(coerce(inputs, [])).toEqual({ error: 'Expected a dictionary of items.' });
    const list = field('policy_instance_list', 'instance_group');
    expect(coerce(list, ['a'])).toEqual({ value: ['a'] });
    expect(coerce(list, {})).toEqual({ error: 'Expected a list of items but got type "dict".' });
  });

  it('has an empty value for every field of every type', () => {
    expect(['limit', 'diff_mode', 'forks', 'inventory', 'last_job_run'].map((name) => emptyValue(field(name)))).toEqual(
      [...['', false, 0, null, null]],
    );
  });
});
