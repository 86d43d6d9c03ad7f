import type { RecordedEvent } from '@eventstore/db-client';
import { setTimeout as pause } from 'node:timers/promises';
import { LogDamaged } from '@application/ports';
import { isPassing } from './store-errors.js';

/** The client waits for ever for the answer to a read. */
const SILENCE_MS = 20_000;
/** Waits before a read is repeated, in ms: about as long as a cluster takes to find another leader. */
const BACK_OFF = [50, 250, 1_000, 2_000] as const;

interface Read<Answer> extends AsyncIterable<Answer> {
  cancel(): Promise<void>;
  destroy(error: Error): unknown;
}

/** What a read brings. Gives up a store that falls silent, and leaves no call open when it is left early. */
export async function* answersOf<Answer>(read: Read<Answer>, silence = SILENCE_MS): AsyncGenerator<Answer> {
  const giveUp = (): void => void read.destroy(new Error(`no answer for ${silence / 1000} seconds`));
  let timer = setTimeout(giveUp, silence);
  let isOver = false;
  try {
    for await (const answer of read) {
      clearTimeout(timer);
      yield answer;
      timer = setTimeout(giveUp, silence);
    }
    isOver = true;
  } finally {
    clearTimeout(timer);
    if (!isOver) read.cancel().catch(() => undefined); // it was never opened, or is over
  }
}

/** The events of a read, as `answersOf` has them. */
export async function* eventsOf(read: Read<{ readonly event?: RecordedEvent }>): AsyncGenerator<RecordedEvent> {
  for await (const { event } of answersOf(read)) if (event) yield event;
}

/** Tries again what failed for a reason that passes: a server that goes, another that leads. */
export const withPatience = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      await restOrThrow(error, attempt);
    }
  }
};

/** @throws the error, when it does not pass or was met too often */
export const restOrThrow = async (error: unknown, attempt: number): Promise<void> => {
  const delay = BACK_OFF[attempt];
  if (error instanceof LogDamaged || !isPassing(error) || delay === undefined) throw error;
  await pause(delay);
};
