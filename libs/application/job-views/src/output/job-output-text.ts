import type { ReadStore, Row } from '@application/ports';

const EVENTS_AT_ONCE = 500;

const PAGE = `SELECT start_line, counter, stdout FROM output.job_event
  WHERE job = ? AND (start_line, counter) > (?, ?) AND stdout <> '' ORDER BY start_line, counter LIMIT ${EVENTS_AT_ONCE}`;
const SIZE = 'SELECT COALESCE(SUM(OCTET_LENGTH(stdout)), 0) AS bytes FROM output.job_event WHERE job = ?';

/** The output of a job from its stored events, a page of them at a time (spec jobs.md §5). */
export class JobOutputText {
  constructor(private readonly store: Pick<ReadStore, 'all'>) {}

  /** How much there is to show. */
  async bytes(job: number): Promise<number> {
    const [row] = await this.store.all(SIZE, [job]);
    return Number(row?.['bytes'] ?? 0);
  }

  /** Text by pages of events: CRLF is LF, each event ends its line. */
  async *pages(job: number): AsyncGenerator<string> {
    let last: Row | undefined;
    do {
      const rows: readonly Row[] = await this.store.all(PAGE, [
        job,
        last?.['start_line'] ?? -1,
        last?.['counter'] ?? -1,
      ]);
      last = rows.length < EVENTS_AT_ONCE ? undefined : rows.at(-1);
      if (rows.length > 0) yield rows.map(lineOf).join('');
    } while (last);
  }
}

const lineOf = ({ stdout }: Row): string => `${String(stdout).replaceAll('\r\n', '\n')}\n`;
