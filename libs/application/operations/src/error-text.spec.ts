import { withoutSecrets } from './error-text.js';

describe('the text of an error', () => {
  it.each([
    ['connect postgres://cairn:s3cret@db:5432/x failed', 'connect postgres://***@db:5432/x failed'],
    ['esdb+discover://admin:changeit@one,two?tls=true', 'esdb+discover://***@one,two?tls=true'],
    ['connect postgres://cairn:s3/c@ret@db:5432/x failed', 'connect postgres://***@db:5432/x failed'],
    ['bad options {"password": "s3cret", "host": "db"}', 'bad options {"password": "***", "host": "db"}'],
    ['Authorization: Bearer abc.def was refused', 'Authorization: *** was refused'],
    ['vault_token=abc; retry', 'vault_token=***; retry'],
  ])('shows no credentials: %s', (text, expected) => {
    expect(withoutSecrets(text)).toBe(expected);
  });

  it('stays as it is otherwise', () => {
    const text = 'DomainError: NOT_FOUND of job 402 at https://example.org/a@b';
    expect(withoutSecrets(text)).toBe(text);
  });

  it('is cut when it is long', () => {
    expect(withoutSecrets('x'.repeat(2000))).toHaveLength(1001);
  });
});
