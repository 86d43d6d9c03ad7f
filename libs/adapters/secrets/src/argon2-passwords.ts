import { type Algorithm, hash, verify } from '@node-rs/argon2';
import type { PasswordHasher } from '@application/ports';

/** OWASP's argon2id parameters: 19 MiB, two passes, one lane. */
const COST = { algorithm: 2 satisfies Algorithm.Argon2id, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const OF_TODAY = `$argon2id$v=19$m=${COST.memoryCost},t=${COST.timeCost},p=${COST.parallelism}$`;

/** Hashing runs on the threads that file access needs too: this many at once leaves some for it. */
const AT_ONCE = 2;

/** argon2id; hashes are PHC text (`$argon2id$v=19$m=19456,t=2,p=1$…`). A text that is no hash verifies nothing. */
export const argon2Passwords = (): PasswordHasher => {
  const limited = limit(AT_ONCE);
  return {
    hash: (plain) => limited(() => hash(plain, COST)),
    verify: (stored, plain) => limited(async () => isHash(stored) && (await verify(stored, plain))),
    isOutdated: (stored) => !stored.startsWith(OF_TODAY),
  };
};

const isHash = (text: string): boolean => text.startsWith('$argon2');

const limit = (most: number) => {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running >= most) await new Promise<void>((go) => waiting.push(go));
    else running += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
};
