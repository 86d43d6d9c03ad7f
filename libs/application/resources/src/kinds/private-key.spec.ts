import { isEncryptedKey, isPrivateKey } from './private-key.js';

const key = (body: string, kind = 'RSA ') =>
  `-----BEGIN ${kind}PRIVATE KEY-----\n${body}\n-----END ${kind}PRIVATE KEY-----\n`;
const openssh = (cipher: string) => {
  const length = Buffer.from([0, 0, 0, cipher.length]);
  const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), length, Buffer.from(cipher), Buffer.alloc(40)]);
  return key(body.toString('base64'), 'OPENSSH ');
};

describe('private keys', () => {
  it('stand between two lines', () => {
    expect([key('abc'), key('abc', ''), `text\n${key('abc')}`].map(isPrivateKey)).toEqual([true, true, true]);
    expect(
      ['', 'abc', '-----BEGIN RSA PRIVATE KEY-----', key('a').split('').reverse().join('')].map(isPrivateKey),
    ).toEqual(Array(4).fill(false));
  });

  it('say whether a passphrase unlocks them', () => {
    expect(isEncryptedKey(key('Proc-Type: 4,ENCRYPTED\nabc'))).toBe(true);
    expect(isEncryptedKey(key('abc', 'ENCRYPTED '))).toBe(true);
    expect(isEncryptedKey(openssh('aes256-ctr'))).toBe(true);
    expect(isEncryptedKey(openssh('none'))).toBe(false);
    expect(isEncryptedKey(key('abc'))).toBe(false);
  });

  it('are looked for in a time that grows with the text alone', () => {
    expect(isPrivateKey('-----BEGIN RSA PRIVATE KEY-----'.repeat(50_000))).toBe(false);
  });
});
