import { Numeral, jsonText } from '@domain/kernel';
import { parseVariables } from './parse-variables.js';

const value = (text: string): string => {
  const parsed = parseVariables(text);
  if (!parsed.ok) throw new Error(parsed.error);
  return jsonText(parsed.value);
};

const error = (text: string): string => {
  const parsed = parseVariables(text);
  return parsed.ok ? `parsed: ${jsonText(parsed.value)}` : parsed.error;
};

describe('parseVariables', () => {
  it.each([
    ['', '{}'],
    ['""', '{}'],
    ['---', '{}'],
    ['# only a comment\n', '{}'],
    ['{"a": 1}', '{"a":1}'],
    ['{"a": 12345678901234567890, "b": 3.0, "c": 1e400}', '{"a":12345678901234567890,"b":3.0,"c":1e400}'],
    ['{"a": 1, "a": 2}', '{"a":2}'],
    ['{"__proto__": {"x": 1}}', '{"__proto__":{"x":1}}'],
    ['---\na: 1', '{"a":1}'],
    ['a: yes\nb: off\nc: y\nd: ~\ne:', '{"a":true,"b":false,"c":"y","d":null,"e":null}'],
    ['a: 010\nb: 0x1F\nc: 0b11\nd: 1_000\ne: 12:30\nf: 08', '{"a":8,"b":31,"c":3,"d":1000,"e":750,"f":"08"}'],
    ['a: 1e3\nb: 1.0e+3\nc: 1.50\nd: .5\ne: 3.', '{"a":"1e3","b":1000.0,"c":1.5,"d":0.5,"e":3.0}'],
    ['a: 123456789012345678901', '{"a":123456789012345678901}'],
    ['a: 1\na: 2', '{"a":2}'],
    ['1: a\ntrue: b', '{"1":"a","true":"b"}'],
    ['base: &b {x: 1, y: 2}\nmore:\n  <<: *b\n  y: 3', '{"base":{"x":1,"y":2},"more":{"x":1,"y":3}}'],
    ['a: "{{ x }}"', '{"a":"{{ x }}"}'],
    ["a: '2024-05-01'", '{"a":"2024-05-01"}'],
  ])('reads %j as %s', (text, json) => expect(value(text)).toBe(json));

  it.each([
    ['a: [1', /^Cannot parse as JSON \(error: .+\) or YAML \(error: [^]+\)\.$/],
    [
      '[1, 2]',
      /error: Input type `list` is not a dictionary\) or YAML \(error: Input type `list` is not a dictionary\)\.$/,
    ],
    ['just text', /Input type `str` is not a dictionary/],
    ['a: {{ x }}', /^Cannot parse as JSON .* or YAML .*unhashable/s],
    ['a: !vault x', /^Cannot parse as JSON/],
    ['a: !!python/object:os.system x', /^Cannot parse as JSON/],
    ['a: 1\n---\nb: 2', /^Cannot parse as JSON/],
    [
      'a: 2024-05-01',
      /^Variables not compatible with JSON standard \(error: Object of type date is not JSON serializable\)$/,
    ],
    ['a: .inf', /^Variables not compatible with JSON standard/],
    ['a: &a [*a]', /^Variables not compatible with JSON standard|^Cannot parse as JSON/],
    ['{"a": 01}', /parsed: \{"a":1\}/],
  ])('refuses %j', (text, expected) => expect(error(text)).toMatch(expected));

  it('refuses a document nested too deeply', () => expect(error('['.repeat(5000))).toMatch(/^Cannot parse as JSON/));

  it('refuses a document that aliases blow up', () => {
    const levels = [...'abcdefgh'].map(
      (name, i, all) =>
        `${name}: &${name} [${Array(9)
          .fill(i ? `*${all[i - 1]}` : 'x')
          .join(', ')}]`,
    );
    expect(error(levels.join('\n'))).toMatch(/^Cannot parse as JSON .*too many values/s);
  });

  it('keeps long numbers as they were written', () => {
    const parsed = parseVariables('{"n": 9007199254740993}');
    expect(parsed.ok && parsed.value['n']).toEqual(new Numeral('9007199254740993'));
  });
});
