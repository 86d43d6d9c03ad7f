import fc from 'fast-check';
import { renderInjectors, renderTemplate } from './render.js';
import { TemplateError } from './template-error.js';

const scope = { token: 't', empty: '', yes: true, count: 2, tower: { filename: { cert: '/f/cert', key: '/f/key' } } };

describe('renderTemplate', () => {
  it.each([
    ['plain', 'plain'],
    ['a {{ token }} b', 'a t b'],
    ['{{ tower.filename.cert }}', '/f/cert'],
    ["{{ tower['filename']['key'] }}", '/f/key'],
    ['{{ yes }}/{{ none }}/{{ 5 }}', 'True/None/5'],
    ["{{ absent | default('x') }}", 'x'],
    ["{{ empty | default('x', true) | upper }}", 'X'],
    ["{{ token ~ '-' ~ count }}", 't-2'],
    ["{{ 'a' if empty else 'b' }}", 'b'],
    ['{% if token == "t" and not empty %}1{% elif yes %}2{% else %}3{% endif %}', '1'],
    ['{% if absent is defined %}1{% else %}{% if yes %}2{% endif %}{% endif %}', '2'],
    ['a {%- if yes -%} b {%- endif -%} c {# note #}', 'abc '],
    ['line\n', 'line'],
    ["{{ token | replace('t', '$&') }}", '$&'],
    ["{{ ('k' in 'key') }}", 'True'],
  ])('%s', (template, text) => expect(renderTemplate(template, scope)).toBe(text));

  it.each([
    ['{{ absent }}', 'undefined', "'absent' is undefined"],
    ['{{ token.length }}', 'undefined', "object has no attribute 'length'"],
    ['{{ tower.constructor }}', 'undefined', "object has no attribute 'constructor'"],
    ['{{ __proto__ }}', 'undefined', "'__proto__' is undefined"],
    ['{{ token() }}', 'syntax', "unexpected '('"],
    ["{{ ''.constructor.constructor('x')() }}", 'syntax', "unexpected '('"],
    ['{{ token', 'syntax', 'unexpected end of template'],
    ['{% for x in y %}{% endfor %}', 'syntax', "Encountered unknown tag 'for'."],
    ['{% if yes %}', 'syntax', "Unexpected end of template, expected 'endif'."],
    ['{{ token | shell }}', 'syntax', "No filter named 'shell'."],
    ['{{ tower }}', 'syntax', 'an object cannot be rendered'],
    ['{{ 1 + 1 }}', 'syntax', 'unexpected char "+"'],
    ['{{ }}', 'syntax', 'unexpected end of expression'],
    [`{{ ${'('.repeat(400)} }}`, 'syntax', 'nested too deeply'],
    [`{{ token${'|lower'.repeat(5000)} }}`, 'syntax', 'expression is too long'],
    [`${'{% if yes %}'.repeat(5000)}`, 'syntax', 'nested too deeply'],
  ])('refuses %s', (template, reason, message) => {
    const refusal: unknown = expect.objectContaining({ reason, message });
    expect(() => renderTemplate(template, scope)).toThrow(refusal as Error);
  });

  it('puts any value in as it is and never renders it again', () => {
    fc.assert(fc.property(fc.string(), (token) => renderTemplate('[{{ token }}]', { token }) === `[${token}]`));
  });

  it('renders or refuses any template, and fails in no other way', () => {
    const part = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      'if',
      'endif',
      'token',
      '|',
      '.',
      '(',
      ')',
      "'",
      ' ',
      'else',
      'default',
    );
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        try {
          return typeof renderTemplate(parts.join(''), scope) === 'string';
        } catch (error) {
          return error instanceof TemplateError;
        }
      }),
    );
  });
});

describe('renderInjectors', () => {
  it('renders files, environment and nested variables', () => {
    const injectors = {
      file: { 'template.cert': 'C{{ token }}', 'template.key': 'K' },
      env: { CERT: '{{ tower.filename.cert }}' },
      extra_vars: { a: ['{{ token }}', { b: '{{ tower.filename.key }}' }], n: 5 },
    };
    expect(renderInjectors(injectors, { token: 't' }, (name) => `/in/${name}`)).toEqual({
      files: { cert: 'Ct', key: 'K' },
      env: { CERT: '/in/cert' },
      extraVars: { a: ['t', { b: '/in/key' }], n: 5 },
    });
  });

  it('names the only file without a name of its own', () => {
    const injectors = { file: { template: 'x' }, env: { F: '{{ tower.filename }}' } };
    expect(renderInjectors(injectors, {}, (name) => `/in/file${name}`)).toMatchObject({
      files: { '': 'x' },
      env: { F: '/in/file' },
    });
  });
});
