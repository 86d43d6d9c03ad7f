import type { RunEvent, RunObserver, RunStarted } from '@application/ports';

/** Terminal sequences that change the colour. */
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Keeps what an executor tells. */
export class RecordingObserver implements RunObserver {
  readonly starts: RunStarted[] = [];
  readonly seen: RunEvent[] = [];

  async started(info: RunStarted): Promise<void> {
    this.starts.push(info);
  }

  async events(batch: readonly RunEvent[]): Promise<void> {
    this.seen.push(...batch);
  }

  /** What AWX would show as the output: each event ends its line, those that printed nothing are left out. */
  get output(): string {
    return this.seen
      .filter((event) => event.endLine > event.startLine)
      .map((event) => `${event.stdout}\n`)
      .join('')
      .replaceAll('\r\n', '\n')
      .replace(COLOURS, '');
  }
}
