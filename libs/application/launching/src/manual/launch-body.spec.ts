import { DICTIONARY_FOR_LIST, readLaunchBody } from './launch-body.js';

describe('the body of a launch', () => {
  const read = (body: object) => readLaunchBody('job_template', body as never);

  it('takes values as the fields of the template do', () => {
    expect(
      read({
        ...{ limit: ' web ', job_tags: 5, verbosity: '3', diff_mode: 'yes', timeout: '-1', forks: '9' },
        ...{ inventory: '4', credentials: ['7', 7, 8], labels: [] },
      }),
    ).toEqual({
      prompts: { limit: 'web', job_tags: '5', verbosity: 3, diff_mode: true, timeout: -1, forks: 9, inventory: 4 },
      lists: { credentials: [7, 8], labels: [] },
      errors: {},
    });
  });

  it.each([
    ['limit', true, 'Not a valid string.'],
    ['job_type', '', '"" is not a valid choice.'],
    ['verbosity', 9, '"9" is not a valid choice.'],
    ['diff_mode', '', 'Must be a valid boolean.'],
    ['forks', -1, 'Ensure this value is greater than or equal to 0.'],
    ['forks', 1.5, 'A valid integer is required.'],
    ['inventory', '', 'This field may not be null.'],
    ['inventory', {}, 'Incorrect type. Expected pk value, received OrderedDict.'],
    ['labels', 3, 'Expected a list of items but got type "int".'],
    ['credentials', ['x'], 'Incorrect type. Expected pk value, received str.'],
    ['credentials', [null], 'This field may not be null.'],
    ['extra_vars', null, 'This field may not be null.'],
    ['credential_passwords', null, 'This field may not be null.'],
  ])('refuses %s %j', (field, value, message) => {
    expect(read({ [field]: value }).errors).toEqual({ [field]: [message] });
  });

  it('reads variables from an object, JSON or YAML', () => {
    expect(read({ extra_vars: { a: 1 } }).variables).toEqual({ a: 1 });
    expect(read({ extra_vars: '{"a": [1]}' }).variables).toEqual({ a: [1] });
    expect(read({ extra_vars: 'a: yes' }).variables).toEqual({ a: true });
    expect(read({ extra_vars: '' }).variables).toEqual({});
    expect(read({}).variables).toBeUndefined();
  });

  it.each([[[1]], 7, true, 'just words'])('cannot read %j as variables', (given) => {
    expect(read({ extra_vars: given }).variablesError).toMatch(/^Cannot parse as JSON \(error: .+\) or YAML/);
  });

  it('lets inventory_id stand in for inventory, for workflows before it', () => {
    expect(read({ inventory_id: 3 }).prompts).toEqual({ inventory: 3 });
    expect(read({ inventory_id: 3, inventory: 4 }).prompts).toEqual({ inventory: 4 });
    expect(readLaunchBody('workflow_job_template', { inventory_id: 3, inventory: 4 }).prompts).toEqual({
      inventory: 3,
    });
  });

  it('drops what the kind does not know', () => {
    expect(readLaunchBody('workflow_job_template', { verbosity: 'loud', credentials: {}, colour: 'red' })).toEqual({
      prompts: {},
      lists: {},
      errors: {},
    });
  });

  it('answers an object in place of a list in its own way', () => {
    const refusal = { code: DICTIONARY_FOR_LIST, body: { credentials: 'Cannot use dictionary for credentials' } };
    expect(thrownBy(() => read({ credentials: {} }))).toMatchObject(refusal);
  });
});

const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};
