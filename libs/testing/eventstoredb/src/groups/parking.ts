import { randomUUID } from 'node:crypto';
import type { Kept, StoredLog } from '../stored-log.js';

/** Where a server puts what a group could not handle: links in a stream of its own. */
export class Parking {
  private readonly stream: string;

  constructor(
    private readonly log: StoredLog,
    group: string,
  ) {
    this.stream = `$persistentsubscription-$all::${group}-parked`;
  }

  park(event: Kept, reason: string): void {
    const metadata = { added: new Date(), reason, subscriptionEventNumber: event.revision };
    this.log.append(this.stream, this.log.revision(this.stream), [
      {
        id: randomUUID(),
        metadata: new Map([
          ['type', '$>'],
          ['content-type', 'application/octet-stream'],
        ]),
        customMetadata: Buffer.from(JSON.stringify(metadata)),
        data: Buffer.from(`${event.revision}@${event.stream}`),
      },
    ]);
  }

  get count(): number {
    return this.log.stream(this.stream)?.length ?? 0;
  }

  /** Everything that is parked, which no longer is. */
  empty(): readonly Kept[] {
    const events = (this.log.stream(this.stream) ?? []).map((link) => this.log.linked(link));
    this.log.truncate(this.stream);
    return events.filter((event) => event !== undefined);
  }
}
