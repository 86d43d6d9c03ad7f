import { sealed } from '@testing/launch';
import type { Json } from '@domain/kernel';
import { redacted } from './redact.js';

const hiding = (data: Json, { masks = [], members = [] }: { masks?: string[]; members?: string[] } = {}) =>
  redacted(data, { masks: new Set(masks), members: new Set(members) });

const secret = sealed('s') as unknown as Json;

describe('redacted', () => {
  it('shows the mask for a ciphertext wherever it is, and all else as it was stored', () => {
    expect(hiding({ a: [secret, { v: 1 }], b: { c: secret, d: null } })).toEqual({
      a: ['$encrypted$', { v: 1 }],
      b: { c: '$encrypted$', d: null },
    });
  });

  it('masks variables by name, in maps of variables only', () => {
    const data = {
      limit: 'pin',
      extra_vars: { pin: { v: 7 }, a: { v: 1 } },
      nodes: [{ extra_data: { pin: 7 } }],
      pin: 7,
    };
    expect(hiding(data, { masks: ['pin'] })).toEqual({
      limit: 'pin',
      extra_vars: { pin: '$encrypted$', a: { v: 1 } },
      nodes: [{ extra_data: { pin: '$encrypted$' } }],
      pin: 7,
    });
  });

  it('masks the result, the losers and the refused offers of a decision on such a variable, not who gave them', () => {
    const decision = {
      field: 'extra_vars',
      key: 'pin',
      effective: { v: 7 },
      winner: { source: 'launch' },
      shadowed: [{ source: 'template', value: { v: 1 } }],
      rejected: [{ source: 'node', value: null, code: 'not_prompted' }],
    };
    expect(hiding({ decisions: [decision, { ...decision, key: 'a' }] }, { masks: ['pin'] })).toEqual({
      decisions: [
        {
          field: 'extra_vars',
          key: 'pin',
          effective: '$encrypted$',
          winner: { source: 'launch' },
          shadowed: [{ source: 'template', value: '$encrypted$' }],
          rejected: [{ source: 'node', value: null, code: 'not_prompted' }],
        },
        { ...decision, key: 'a' },
      ],
    });
  });

  it('hides password hashes when a user is created and when the password changes', () => {
    const members = ['password'];
    expect(hiding({ fields: { username: 'ann', password: 'hash' } }, { members })).toEqual({
      fields: { username: 'ann', password: '$encrypted$' },
    });
    const changes = [
      { field: 'password', old: null, new: 'hash' },
      { field: 'email', old: '', new: 'a@example.org' },
    ];
    expect(hiding({ changes }, { members })).toEqual({
      changes: [{ field: 'password', old: null, new: '$encrypted$' }, changes[1]],
    });
  });

  it('hides artifacts of a task with no_log whole, as AWX does', () => {
    expect(hiding({ artifacts: { token: 'x', _ansible_no_log: true } })).toEqual({
      artifacts: '$hidden due to Ansible no_log flag$',
    });
    expect(hiding({ artifacts: { token: 'x', _ansible_no_log: false } })).toEqual({
      artifacts: { token: 'x', _ansible_no_log: false },
    });
  });
});
