import { LogDamaged } from '@application/ports';

const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** What the driver throws. Its native part makes errors of its own realm, which need not be ours: no `instanceof`. */
interface DriverError {
  readonly errcode: number;
  readonly message: string;
}

const isDriverError = (error: unknown): error is DriverError =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number';

/** SQLite's primary result code of a driver error; undefined for any other error. */
const codeOf = (error: unknown): number | undefined => (isDriverError(error) ? error.errcode & 0xff : undefined);

/** Another connection holds the lock that was asked for. */
export const isBusy = (error: unknown): boolean => codeOf(error) === SQLITE_BUSY;

/** The file itself is broken, as far as SQLite can tell. */
const isCorrupt = (error: unknown): error is DriverError =>
  [SQLITE_CORRUPT, SQLITE_NOTADB].includes(codeOf(error) ?? 0);

/** Runs a read; a broken file becomes LogDamaged at that position, other errors stay what they are. */
export const reading = <Result>(position: () => string, read: () => Result): Result => {
  try {
    return read();
  } catch (error) {
    if (isCorrupt(error)) throw new LogDamaged(position(), error.message, { cause: error });
    throw error;
  }
};
