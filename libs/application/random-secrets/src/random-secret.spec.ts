import { hashOf, newSecret } from './random-secret.js';

describe('a random secret', () => {
  it('has thirty bytes of chance at least, and passes through URLs, forms and headers', () => {
    expect(Buffer.from(newSecret(), 'base64url').length).toBeGreaterThanOrEqual(30);
    expect(newSecret()).toMatch(/^[\w-]+$/);
    expect(new Set(Array.from({ length: 100 }, newSecret)).size).toBe(100);
  });

  it('is kept as its SHA-256', () => {
    expect(hashOf('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
