import {
  candidatesOf,
  directMatches,
  effectiveName,
  judgeHosts,
  judgeKey,
  type KnownHost,
  resolvedMatches,
  splitValues,
  withoutArpa,
} from './index.js';

const origin = (forwarded?: string) => ({
  peer: '10.0.0.1',
  header: (name: string) => (name === 'x-forwarded-for' ? forwarded : undefined),
});
const FORWARDED_FIRST = ['HTTP_X_FORWARDED_FOR', 'REMOTE_ADDR', 'REMOTE_HOST'];

describe('candidates', () => {
  it('are all values of all listed headers, in order, each once', () => {
    const { values, headers } = candidatesOf(origin(' 10.1.1.3, web ,, 10.0.0.1'), FORWARDED_FIRST, true);
    expect(values).toEqual(['10.1.1.3', 'web', '10.0.0.1']);
    expect(headers).toEqual(['HTTP_X_FORWARDED_FOR', 'REMOTE_ADDR']);
  });

  it('are the peer alone when the peer is no listed proxy', () =>
    expect(candidatesOf(origin('10.1.1.3'), FORWARDED_FIRST, false)).toEqual({
      values: ['10.0.0.1'],
      headers: ['REMOTE_ADDR'],
    }));

  it('take no header that is not listed', () =>
    expect(candidatesOf(origin('10.1.1.3'), ['REMOTE_ADDR'], true).values).toEqual(['10.0.0.1']));

  it.each([
    [undefined, []],
    ['a b, c', ['c']],
    ['x\u0000y,\u001b[31m,<script>,ok', ['ok']],
    [`${'a'.repeat(256)},b`, ['b']],
  ])('leave out of %p what no address or name is', (text, values) => expect(splitValues(text)).toEqual(values));

  it('are few, however many were sent', () => expect(splitValues('a,'.repeat(10_000))).toHaveLength(16));

  it('are no names that only turn an address round', () =>
    expect(withoutArpa(['web.example.org', '3.1.1.10.in-addr.ARPA'])).toEqual(['web.example.org']));
});

describe('matching', () => {
  const host = (id: number, effective: string): KnownHost => ({ id, name: `host ${id}`, effective });
  const hosts = [host(1, '10.1.1.3'), host(2, 'web'), host(3, 'db')];

  it('knows a host by ansible_host, then ansible_ssh_host, then its name', () => {
    const own = (values: Record<string, string>) => (name: string) => values[name];
    expect(effectiveName('web1', own({ ansible_host: 'a', ansible_ssh_host: 'b' }))).toBe('a');
    expect(effectiveName('web1', own({ ansible_ssh_host: 'b' }))).toBe('b');
    expect(effectiveName('web1', own({}))).toBe('web1');
  });

  it('finds those that are reached by a candidate', () =>
    expect(directMatches(hosts, new Set(['web', 'x'])).map(({ id }) => id)).toEqual([2]));

  it('adds those whose name leads to a candidate, and only then', () => {
    const addresses = new Map([
      ['db', ['10.1.1.9', '10.1.1.3']],
      ['web', ['10.1.1.8']],
      ['10.1.1.3', ['10.1.1.3']],
    ]);
    expect(resolvedMatches(hosts, new Set(['10.1.1.3']), addresses).map(({ id }) => id)).toEqual([1, 3]);
    expect(resolvedMatches(hosts, new Set(['10.1.1.7']), addresses)).toEqual([]);
  });
});

describe('verdicts', () => {
  it.each([
    [{ isGiven: false, isKnown: false, isRight: false }, 'key_missing'],
    [{ isGiven: false, isKnown: true, isRight: false }, 'key_missing'],
    [{ isGiven: true, isKnown: false, isRight: false }, 'template_missing'],
    [{ isGiven: true, isKnown: true, isRight: false }, 'key_wrong'],
    [{ isGiven: true, isKnown: true, isRight: true }, undefined],
  ])('on the key %p: %s', (facts, reason) => expect(judgeKey(facts)).toBe(reason));

  const [one, two] = [
    { id: 1, name: 'one' },
    { id: 2, name: 'two' },
  ];
  it.each([
    [[], true, { reason: 'no_host' }],
    [[one, two], true, { reason: 'many_hosts' }],
    [[one], true, { reason: 'input_needed' }],
    [[one], false, { host: one }],
  ])('on the hosts %p', (matched, needsInput, verdict) => expect(judgeHosts(matched, needsInput)).toEqual(verdict));
});
