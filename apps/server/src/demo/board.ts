import type { NodeRow } from './rows.js';

/** One line per node: name, state, seconds, job. */
export const nodeLine = ({ identifier, state, seconds, job }: NodeRow): string =>
  [
    ` ${SIGNS[state] ?? '!'} ${identifier.padEnd(10)}`,
    state.padEnd(11),
    (seconds === null ? '' : `${seconds.toFixed(1)} s`).padStart(7),
    job === null ? '' : `  job ${job}`,
  ]
    .join(' ')
    .trimEnd();

const SIGNS: Readonly<Record<string, string>> = { waiting: ' ', running: '>', skipped: '-', successful: '+' };

/** Where the demo writes; a terminal is drawn over, anything else gets plain lines. */
export interface Out {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Shows the nodes of one workflow job as they change. */
export class Board {
  private shown: readonly NodeRow[] = [];

  constructor(private readonly out: Out) {}

  show(rows: readonly NodeRow[]): void {
    this.out.write(this.out.isTTY ? this.redrawn(rows) : this.changes(rows));
    this.shown = rows;
  }

  /** All lines again, over those of the last time. */
  private redrawn(rows: readonly NodeRow[]): string {
    const up = this.shown.length === 0 ? '' : `\u001b[${this.shown.length}A`;
    // A terminal that does not tell its width tells 0.
    const width = (this.out.columns || 80) - 1;
    return up + rows.map((row) => `\u001b[2K${nodeLine(row).slice(0, width)}\n`).join('');
  }

  /** Lines of those nodes whose state is another than before. */
  private changes(rows: readonly NodeRow[]): string {
    const before = new Map(this.shown.map(({ identifier, state }) => [identifier, state]));
    return rows
      .filter(({ identifier, state }) => before.get(identifier) !== state)
      .map((row) => `${nodeLine(row)}\n`)
      .join('');
  }
}
