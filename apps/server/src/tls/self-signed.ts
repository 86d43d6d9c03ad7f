import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { type Certificate, problemOf } from './certificate.js';

const DAY_MS = 86_400_000;
const VALID_DAYS = 3650;
/** One that is made new this long before its end is not missed by a server that is seldom restarted. */
const RENEW_DAYS = 90;

export interface SelfSigned extends Certificate {
  /** Where the certificate is, for those who want to check it: `curl --cacert`. */
  readonly file: string;
  /** Made just now. */
  readonly isNew: boolean;
}

/**
 * The certificate of the data directory, made on first use, again when it is about to expire or cannot be read. The key is
 * readable by its owner only.
 * @param host where the server listens; joins the names and addresses of this machine
 */
export const selfSignedCertificate = async (data: string, host: string): Promise<SelfSigned> => {
  const folder = join(data, 'tls');
  const [file, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const kept = { cert: await textOf(file), key: await textOf(keyFile) };
  if (problemOf(kept, Date.now() + RENEW_DAYS * DAY_MS) === undefined) return { ...kept, file, isNew: false };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const made = await generate(namesOf(host));
  // The key first: a certificate without its key, left by a crash in between, is seen on the next start and made anew.
  await replace(keyFile, made.key, 0o600);
  await replace(file, made.cert, 0o644);
  return { ...made, file, isNew: true };
};

const textOf = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });

const replace = async (file: string, content: string, mode: number): Promise<void> => {
  const draft = `${file}.new`;
  await writeFile(draft, content, { mode, flush: true });
  await rename(draft, file);
};

/** How clients may reach this machine. An address of one link only is no name: it needs a zone. */
const namesOf = (host: string): readonly string[] => {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
  const names = ['localhost', hostname(), '127.0.0.1', '::1', host, ...addresses];
  return [...new Set(names)].filter((name) => !['', '0.0.0.0', '::'].includes(name) && !name.startsWith('fe80:'));
};

const generate = async (names: readonly string[]): Promise<Certificate> => {
  // Loaded only when a certificate is made, which is nearly never: it would slow every start down.
  const { generate: make } = await import('selfsigned');
  const notBeforeDate = new Date(Date.now() - DAY_MS); // hosts that boot may have a clock that is behind
  const made = await make([{ name: 'commonName', value: hostname() }], {
    ...{ keyType: 'ec', curve: 'P-256', algorithm: 'sha256', notBeforeDate },
    notAfterDate: new Date(Date.now() + VALID_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) => (isIP(name) === 0 ? { type: 2, value: name } : { type: 7, ip: name })),
      },
    ],
  });
  return { cert: made.cert, key: made.private };
};
