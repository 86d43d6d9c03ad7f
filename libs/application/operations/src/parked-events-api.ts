import type { AggregateRunner } from '@application/event-sourcing';
import { listAnswer, pageOf } from '@application/queries';
import { type Caller, writeContext } from '@application/resources';
import { isOverseer, type Viewer } from '@domain/access';
import { forbidden, type JsonObject } from '@domain/kernel';
import { operations, OPERATIONS_STREAM, operationsCatalog } from '@domain/operations';
import { withoutSecrets } from './error-text.js';
import type { ParkedSource, ParkedWork } from './parked-source.js';

export interface ParkedEventsPorts {
  readonly aggregates: Pick<AggregateRunner, 'handle'>;
  /** Everywhere something may be put aside. */
  readonly sources: readonly ParkedSource[];
}

const PATH = '/api/v2/parked_events/';

/** Events that could not be handled, for those who run the installation. */
export class ParkedEventsApi {
  constructor(private readonly ports: ParkedEventsPorts) {}

  /** A page of them, stream by stream. @throws DomainError 403 unless superuser or auditor */
  async list(search: string, viewer: Viewer): Promise<JsonObject> {
    if (!isOverseer(viewer)) throw forbidden();
    const { items, ...page } = pageOf(await this.all(), { path: PATH, search });
    return listAnswer(page, items.map(shown));
  }

  /**
   * Whoever put some aside handles them again, now: the event that tells of it is what they go by.
   * @returns how many there are. @throws DomainError 403 unless superuser
   */
  async replay(caller: Caller): Promise<number> {
    if (!caller.viewer.isSuperuser) throw forbidden();
    const places = (await this.all()).map(({ handler, stream, revision }) => ({ handler, stream, revision }));
    const context = writeContext(caller, 'replay parked events');
    await this.ports.aggregates.handle({
      ...{ stream: OPERATIONS_STREAM, decider: operations, catalog: operationsCatalog, context },
      command: { type: 'ReplayParkedEvents', by: context.actor, places },
    });
    return places.length;
  }

  private async all(): Promise<readonly ParkedWork[]> {
    const parked = await Promise.all(this.ports.sources.map((source) => source.list()));
    return parked.flat();
  }
}

const shown = ({ handler, stream, revision, type, recorded, error }: ParkedWork): JsonObject => ({
  ...{ type: 'parked_event', handler, stream, revision, event_type: type, recorded },
  error: withoutSecrets(error),
});
