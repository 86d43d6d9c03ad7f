import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** A certificate and its key as PEM, as a TLS server takes them. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** The certificate that was named cannot be used; the message says why. */
export class CertificateRefused extends Error {
  override readonly name = 'CertificateRefused';
}

/** What is wrong with a pair; undefined when it can be served until then. */
export const problemOf = ({ cert, key }: Certificate, until: number): string | undefined => {
  const [certificate, privateKey] = [parsedCertificate(cert), parsedKey(key)];
  if (!certificate) return 'the certificate is no PEM';
  if (!privateKey) return 'the key is no PEM, or has a passphrase';
  if (!certificate.checkPrivateKey(privateKey)) return 'the key is not that of the certificate';
  return Date.parse(certificate.validTo) < until ? `the certificate expires ${certificate.validTo}` : undefined;
};

/** A certificate that others have issued. @throws CertificateRefused */
export const ownCertificate = async (certFile: string, keyFile: string): Promise<Certificate> => {
  const pair = { cert: await read(certFile), key: await read(keyFile) };
  const problem = problemOf(pair, Date.now());
  if (problem !== undefined) throw new CertificateRefused(`${certFile} and ${keyFile} cannot be used: ${problem}`);
  return pair;
};

const read = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new CertificateRefused(`${file} cannot be read: ${(error as Error).message}`);
  }
};

const parsedCertificate = (pem: string): X509Certificate | undefined => {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined; // told by who asked
  }
};

const parsedKey = (pem: string): KeyObject | undefined => {
  try {
    return createPrivateKey(pem);
  } catch {
    return undefined; // told by who asked
  }
};
