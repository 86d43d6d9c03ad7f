import { DatabaseSync } from '@photostructure/sqlite';

/**
 * Writes the log as it is at this moment into a new file, in one read that does not hold up the process that writes it. (The
 * backup interface of SQLite would begin again with each append of another process.)
 */
export const copyLogFile = (file: string, copy: string): void => {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    db.prepare('VACUUM INTO ?').run(copy);
  } finally {
    db.close();
  }
};
