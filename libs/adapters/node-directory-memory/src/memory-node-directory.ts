import type { NodeDirectory, NodeReport, SeenNode } from '@application/ports';

interface Row {
  readonly report: NodeReport;
  readonly seenAt: number;
  readonly hasLeft: boolean;
}

/** For one process that is the whole installation, and for tests. Nothing outlives the process. */
export class MemoryNodeDirectory implements NodeDirectory {
  private readonly rows = new Map<string, Row>();

  /** @param now milliseconds since 1970 */
  constructor(private readonly now: () => number) {}

  async claim(report: NodeReport, replaces: string | null): Promise<boolean> {
    const row = this.rows.get(report.name);
    if (row && !row.hasLeft && row.report.boot !== report.boot && row.report.boot !== replaces) return false;
    this.write(report);
    return true;
  }

  async beat(report: NodeReport): Promise<number | null> {
    const row = this.rows.get(report.name);
    if (row && row.report.boot !== report.boot) return null;
    this.write(report);
    return row ? (this.now() - row.seenAt) / 1000 : Infinity;
  }

  async leave(name: string, boot: string): Promise<void> {
    const row = this.rows.get(name);
    if (row?.report.boot === boot) this.rows.set(name, { ...row, hasLeft: true });
  }

  async nodes(): Promise<readonly SeenNode[]> {
    const now = this.now();
    return [...this.rows.values()]
      .map(({ report, seenAt, hasLeft }) => ({
        ...report,
        silentFor: (now - seenAt) / 1000,
        lastSeen: new Date(seenAt).toISOString().replace('Z', '000Z'),
        hasLeft,
      }))
      .sort((a, b) => a.id - b.id || (a.name < b.name ? -1 : 1));
  }

  async forgetSilent(seconds: number): Promise<void> {
    const oldest = this.now() - seconds * 1000;
    for (const [name, { seenAt }] of this.rows) if (seenAt < oldest) this.rows.delete(name);
  }

  private write(report: NodeReport): void {
    this.rows.set(report.name, { report, seenAt: this.now(), hasLeft: false });
  }
}
