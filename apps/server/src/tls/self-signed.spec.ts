import { X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { CertificateRefused, ownCertificate, problemOf } from './certificate.js';
import { selfSignedCertificate } from './self-signed.js';

const DAY_MS = 86_400_000;
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'cairn-tls-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

/** A pair that expires so many days from now. */
const pair = async (days: number) => {
  const notAfterDate = new Date(Date.now() + days * DAY_MS);
  const made = await generate([], { keyType: 'ec', notBeforeDate: new Date(Date.now() - 400 * DAY_MS), notAfterDate });
  return { cert: made.cert, key: made.private };
};

describe('the certificate of the data directory', () => {
  it('is made once, for all names of this machine, for years, with a key that its owner alone can read', async () => {
    const made = await selfSignedCertificate(folder, 'cairn.example.org');
    expect(made.isNew).toBe(true);
    const certificate = new X509Certificate(made.cert);
    for (const name of ['localhost', hostname(), 'cairn.example.org']) expect(certificate.checkHost(name)).toBe(name);
    for (const address of ['127.0.0.1', '::1']) expect(certificate.checkIP(address)).toBe(address);
    expect(Date.parse(certificate.validTo)).toBeGreaterThan(Date.now() + 3600 * DAY_MS);
    expect(Date.parse(certificate.validFrom)).toBeLessThan(Date.now());
    expect([certificate.ca, certificate.publicKey.asymmetricKeyType]).toEqual([false, 'ec']);
    expect(statSync(join(folder, 'tls', 'key.pem')).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'tls')).mode & 0o777).toBe(0o700);
    expect(await selfSignedCertificate(folder, 'cairn.example.org')).toEqual({ ...made, isNew: false });
  });

  it.each([
    ['is about to expire', async () => pair(30)],
    ['cannot be read', async () => ({ cert: 'no PEM', key: (await pair(4000)).key })],
    ['is that of another key', async () => ({ cert: (await pair(4000)).cert, key: (await pair(4000)).key })],
  ])('is made anew when the one that is there %s', async (_, kept) => {
    const { cert, key } = await kept();
    mkdirSync(join(folder, 'tls'));
    file('tls/cert.pem', cert);
    file('tls/key.pem', key);
    const made = await selfSignedCertificate(folder, '0.0.0.0');
    expect(made.isNew).toBe(true);
    expect(problemOf(made, Date.now() + 3000 * DAY_MS)).toBeUndefined();
  });
});

describe('a certificate from elsewhere', () => {
  it('is taken as it is', async () => {
    const own = await pair(1);
    expect(await ownCertificate(file('c', own.cert), file('k', own.key))).toEqual(own);
  });

  it.each([
    ['expires', async () => pair(-1)],
    ['is no PEM', async () => ({ cert: 'x', key: 'x' })],
    ['the key is no PEM', async () => ({ cert: (await pair(1)).cert, key: 'secret' })],
    ['not that of', async () => ({ cert: (await pair(1)).cert, key: (await pair(1)).key })],
  ])('is refused when it %s', async (problem, given) => {
    const { cert, key } = await given();
    const refusal = await ownCertificate(file('c', cert), file('k', key)).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CertificateRefused);
    expect(String(refusal)).toContain(problem);
    expect(String(refusal)).not.toContain('secret');
  });

  it('is refused when it is not there', async () => {
    await expect(ownCertificate(join(folder, 'none'), join(folder, 'none'))).rejects.toThrow(/cannot be read/);
  });
});
