import { checkInjectors } from './check-injectors.js';

const inputs = {
  fields: [
    { id: 'token', type: 'string' },
    { id: 'on', type: 'boolean' },
  ],
};
const check = (injectors: Parameters<typeof checkInjectors>[1]) => checkInjectors(inputs, injectors);

describe('checkInjectors', () => {
  it('accepts what can be rendered', () => {
    expect(
      check({
        file: { template: '{{ token }}' },
        env: { API_FILE: '{{ tower.filename }}', ON: '{% if on %}1{% endif %}' },
        extra_vars: { a: { b: ['{{ token | default("x") }}'] } },
      }),
    ).toEqual([]);
  });

  it.each([
    [{ env: { X: '{{ absent }}' } }, "X uses an undefined field ('absent' is undefined)"],
    [{ extra_vars: { a: { b: '{{ absent }}' } } }, "b uses an undefined field ('absent' is undefined)"],
    [{ env: { X: '{{ tower.filename }}' } }, "X uses an undefined field ('tower' is undefined)"],
    [
      { env: { X: '{% if on %}{% else %}{{ token | shell }}{% endif %}' } },
      "Syntax error rendering template for X (No filter named 'shell'.)",
    ],
    [{ file: { template: 'a', 'template.b': 'b' } }, 'Must use multi-file syntax when injecting multiple files'],
    [
      { env: { ANSIBLE_X: 'a' } },
      'Environment variable ANSIBLE_X may affect Ansible configuration so its use is not allowed in credentials.',
    ],
    [{ env: { PATH: 'a' } }, 'Environment variable PATH is not allowed to be used in credentials.'],
  ])('%j', (injectors, message) => expect(check(injectors)).toEqual([message]));
});
