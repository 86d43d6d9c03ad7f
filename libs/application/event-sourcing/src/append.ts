import { setTimeout as pause } from 'node:timers/promises';
import {
  type Appended,
  type EventLog,
  type EventMeta,
  keepDataText,
  LogUnavailable,
  type NewEvent,
} from '@application/ports';
import type { DomainEvent, EventCatalog } from '@domain/kernel';
import { commandEventId } from './deterministic-id.js';
import { knownType } from './fold.js';
import { chain } from './hash-chain.js';

/** Where a decision came from; becomes the metadata of each of its events. */
export interface CommandContext {
  /** The same for every repeat of the command: the ids of its events derive from it. */
  readonly commandId: string;
  /** Absent: that of the stream's first event, since a stream follows from one launch. */
  readonly correlation?: string;
  readonly causation: string;
  readonly actor: EventMeta['actor'];
  readonly request?: string;
  readonly authz?: EventMeta['authz'];
}

/** Where decided events go: after this revision of this stream (-1: the stream is new). */
export interface Place {
  readonly stream: string;
  readonly revision: number;
  readonly lastHash: string | null;
}

/** A context with what it left open filled in. */
type Sealing = CommandContext & Pick<EventMeta, 'correlation' | 'at'>;

/** Decided events as the log takes them: deterministic ids, metadata, each sealed to the one before. */
export const sealed = <Event extends DomainEvent>(
  decided: readonly Event[],
  catalog: EventCatalog<Event>,
  { stream, revision, lastHash }: Place,
  context: Sealing,
): readonly NewEvent[] => {
  let previousHash = lastHash;
  return decided.map(({ type, data }, index) => {
    const id = commandEventId(stream, context.commandId, index);
    const { schema } = knownType(catalog, type, stream);
    const place = { stream, revision: revision + 1 + index };
    const unsealed = { id, type, schema, data, meta: context };
    previousHash = chain(previousHash, place, unsealed, keepDataText(data));
    return { id, type, schema, data, meta: metaOf(context, previousHash) };
  });
};

/** Absent parts stay absent, so that the stored event and the one in memory are the same. */
const metaOf = ({ correlation, causation, actor, at, request, authz }: Sealing, hash: string): EventMeta =>
  request === undefined && authz === undefined
    ? { correlation, causation, actor, at, hash }
    : { correlation, causation, actor, at, ...(request !== undefined && { request }), ...(authz && { authz }), hash };

/** Waits before repeating an append whose outcome is unknown, in ms: longer than a cluster takes to find another leader. */
const BACK_OFF = [20, 100, 500, 2000, 5000];

/**
 * Appends until the outcome is known: the same events with the same ids, so that what was written counts once.
 * @throws LogUnavailable when it stays unknown
 */
export const appendForCertain = async (
  log: Pick<EventLog, 'append'>,
  { stream, revision }: Pick<Place, 'stream' | 'revision'>,
  events: readonly NewEvent[],
  wait: (ms: number) => Promise<unknown> = pause,
): Promise<Appended> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await log.append(stream, revision < 0 ? 'no-stream' : revision, events);
    } catch (error) {
      const delay = BACK_OFF[attempt];
      if (!(error instanceof LogUnavailable && error.outcomeUnknown) || delay === undefined) throw error;
      await wait(delay);
    }
  }
};
