import { DatabaseSync } from '@photostructure/sqlite';
import { keepBooks, SET_NOTE } from './bookkeeping.js';

const NOTES = 'SELECT name, value FROM consumer_note WHERE substr(name, 1, length(?)) = ?';

interface Note {
  readonly name: string;
  readonly value: string;
}

/**
 * Makes a new file with nothing but some notes of another one, which may be in use. Rows are left out: the log makes them again.
 * @param prefixes of the names of those notes
 */
export const copyNotes = (file: string, copy: string, prefixes: readonly string[]): void => {
  const notes = readNotes(file, prefixes);
  const db = new DatabaseSync(copy);
  try {
    keepBooks(db);
    for (const { name, value } of notes) db.prepare(SET_NOTE).run(name, value);
  } finally {
    db.close();
  }
};

const readNotes = (file: string, prefixes: readonly string[]): readonly Note[] => {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    return prefixes.flatMap((prefix) => db.prepare(NOTES).all(prefix, prefix) as Note[]);
  } finally {
    db.close();
  }
};
