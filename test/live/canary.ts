import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** Texts that stand for secrets: each occurs nowhere else in the world, so that finding one tells which secret leaked. */
export class Canaries {
  private readonly known = new Map<string, string>();

  /** A new secret for the field of this name. */
  of(name: string): string {
    return this.watch(name, `canary${randomBytes(12).toString('hex')}`);
  }

  /** A secret that the server made itself. */
  watch(name: string, secret: string): string {
    if (secret.length < 12) throw new Error(`${name} is too short to be looked for`);
    this.known.set(name, secret);
    return secret;
  }

  /** A private key; a line from its middle is what must not be found. */
  privateKey(name: string): string {
    const { privateKey } = generateKeyPairSync('rsa', {
      ...{ modulusLength: 2048, publicKeyEncoding: { type: 'spki', format: 'pem' } },
      privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    });
    this.watch(name, privateKey.split('\n')[12] ?? '');
    return privateKey;
  }

  get names(): readonly string[] {
    return [...this.known.keys()];
  }

  /** Names of the secrets that a text or a file holds, with the encoding they were found in. */
  foundIn(content: string | Buffer): readonly string[] {
    const text = typeof content === 'string' ? content : content.toString('latin1');
    return [...this.known].flatMap(([name, secret]) =>
      encodings(secret)
        .filter(([, encoded]) => text.includes(encoded))
        .map(([encoding]) => `${name} (${encoding})`),
    );
  }
}

/** How a secret may be written: as it is, as hexadecimal digits, backwards, or in base64 at any of its three offsets. */
const encodings = (secret: string): readonly (readonly [string, string])[] => {
  const bytes = Buffer.from(secret);
  const shifted = [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    // The first and last groups depend on what stands around the secret.
    return encoded.slice(4, encoded.length - 4);
  });
  return [
    ['plain', secret],
    ['percent', encodeURIComponent(secret)],
    ['hexadecimal', bytes.toString('hex')],
    ['backwards', [...secret].reverse().join('')],
    ...shifted.map((encoded): readonly [string, string] => ['base64', encoded]),
    ...shifted.map((encoded): readonly [string, string] => [
      'base64url',
      encoded.replaceAll('+', '-').replaceAll('/', '_'),
    ]),
  ];
};

/** The command lines of all processes there are, as anybody on the machine may read them. */
export const commandLines = (): string =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(commandLine)
    .join('\n');

const commandLine = (pid: string): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1');
  } catch {
    return ''; // it ended meanwhile
  }
};
