import { type Position, untilAborted } from '@application/ports';
import { RowPosition } from '@application/projections';
import type { Log } from '../logging/log.js';
import type { Engines } from './engines.js';
import { caughtUpOn, projectionsOn, PROJECTIONS, type ReadModels } from './read-models.js';
import type { Stores } from './stores.js';

/** Programs of another version fill tables of their own. */
const OFFICE = `projections ${PROJECTIONS.map(({ name, version }) => `${name}:${version}`).join(' ')}`;
/** Somebody else may be filling a read model anew; that is told every so often. */
const PATIENCE_MS = 10_000;
/** A request waits so long for its rows: whoever writes them may have died, and then somebody else takes over first. */
const ANSWER_MS = 20_000;

export interface SharedReadModels extends ReadModels {
  /** Resolves when rows hold everything up to the position, however long that takes; rejects when the signal aborts before. */
  readonly reach: (position: Position | undefined, signal: AbortSignal) => Promise<void>;
}

interface Surroundings {
  readonly log: Log;
  readonly onFailure: (error: unknown) => void;
}

/**
 * Read models that several processes share: the holder of an office writes the rows, all learn how far they are. Resolves when they
 * hold what the log held. @param isWriter whether this process may hold the office
 */
export const startSharedReadModels = async (
  { elections, notices }: Pick<Engines, 'elections' | 'notices'>,
  stores: Pick<Stores, 'log' | 'read'>,
  { log, onFailure, isWriter }: Surroundings & { readonly isWriter: boolean },
): Promise<SharedReadModels> => {
  for (const projection of PROJECTIONS) await stores.read.prepare(projection); // also where others fill the tables
  const rows = new RowPosition();
  const stopping = new AbortController();
  const { signal } = stopping;
  const work = [notices.follow(PROJECTIONS, (position) => rows.advance(position), signal)];
  if (isWriter) work.push(elections.hold(OFFICE, (turn) => projectUntil(turn, { stores, rows, log }), signal));
  const fail = (error: unknown): void => {
    stopping.abort(error); // nobody waits any longer for rows that do not come
    onFailure(error);
  };
  const working = work.map((each) => each.catch(fail));
  const reach = async (position: Position | undefined, wanted: AbortSignal): Promise<void> => {
    while (!(await rows.reached(position, PATIENCE_MS))) {
      wanted.throwIfAborted();
      log.info('waiting for the read models', { position, reached: rows.current });
    }
  };
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.all(working);
  };
  try {
    await reach(await stores.log.head(), signal);
  } catch (error) {
    await stop();
    throw error;
  }
  return { caughtUp: caughtUpOn(rows, log, ANSWER_MS), reach, stop };
};

interface Projecting {
  readonly stores: Pick<Stores, 'log' | 'read'>;
  readonly rows: RowPosition;
  readonly log: Log;
}

/** @throws what keeps the rows from following the log */
const projectUntil = async (turn: AbortSignal, { stores, rows, log }: Projecting): Promise<void> => {
  const failure = new AbortController();
  const runner = projectionsOn(stores, { rows, log, onFailure: (error) => failure.abort(error) });
  try {
    await runner.start();
    await untilAborted(AbortSignal.any([turn, failure.signal]));
    failure.signal.throwIfAborted();
  } finally {
    await runner.stop();
  }
};
