import { DatabaseSync } from '@photostructure/sqlite';

/**
 * Writes the output of all jobs up to one into a new file; the process that writes it may be at work.
 * @param lastJob the last one that the log beside the copy knows: its successors will have their ids again
 */
export const copyOutputFile = (file: string, copy: string, lastJob: number): void => {
  run(file, true, (db) => db.prepare('VACUUM INTO ?').run(copy));
  run(copy, false, (db) => db.prepare('DELETE FROM job_event WHERE job > ?').run(lastJob));
};

const run = (file: string, readOnly: boolean, work: (db: InstanceType<typeof DatabaseSync>) => unknown): void => {
  const db = new DatabaseSync(file, { readOnly });
  try {
    work(db);
  } finally {
    db.close();
  }
};
