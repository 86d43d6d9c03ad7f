import { type Elections, rest } from '@application/ports';
import type { Client } from 'pg';
import { ANSWER_MS, connectWriter, ended, type Place } from './connections.js';

/** Whose turn it is, is asked so often by those who wait. */
const ASK_EVERY_MS = 250;
/** A holder asks the server something so often: a connection that is dead breaks when there is no answer. */
const PROVE_EVERY_MS = 5_000;
/** Waits before another connection is tried, milliseconds; the last one repeats. */
const BACK_OFF = [250, 1_000, 5_000] as const;

const LOCK = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS mine';

/**
 * An office is an advisory lock of a session: PostgreSQL takes it back by itself when the connection of its holder is gone, and no
 * clock is involved.
 */
export class PostgresElections implements Elections {
  /** @param onTrouble told of connections that could not be had or broke; they are sought again */
  constructor(
    private readonly place: Place,
    private readonly onTrouble: (office: string, error: unknown) => void,
    private readonly answerWithin = ANSWER_MS,
  ) {}

  async hold(office: string, work: (turn: AbortSignal) => Promise<void>, signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const session = await this.elected(office, signal).catch(async (error: unknown) => {
        this.onTrouble(office, error);
        failures += 1;
        await rest(BACK_OFF[Math.min(failures, BACK_OFF.length) - 1] ?? 0, signal);
      });
      if (!session) continue;
      failures = 0;
      const turn = new Turn(session, signal, (error) => this.onTrouble(office, error));
      try {
        await work(turn.signal);
        if (!turn.wasLost) return;
      } catch (error) {
        if (!turn.wasLost) throw error; // otherwise it was interrupted
        this.onTrouble(office, error);
      } finally {
        await turn.end();
      }
    }
  }

  /** A connection that has the office; none when the signal aborted before. */
  private async elected(office: string, signal: AbortSignal): Promise<Client | undefined> {
    const client = await connectWriter(this.place, { answerWithin: this.answerWithin });
    client.on('error', () => undefined); // the next query tells it
    try {
      while (!signal.aborted) {
        const { rows } = await client.query<{ mine: number }>(LOCK, [`cairn ${this.place.schema} ${office}`]);
        if (Number(rows[0]?.mine) === 1 && !signal.aborted) return client;
        await rest(ASK_EVERY_MS, signal);
      }
    } catch (error) {
      await ended(client, this.answerWithin);
      throw error;
    }
    await ended(client, this.answerWithin);
    return undefined;
  }
}

/** The time in which this process holds an office. */
class Turn {
  private readonly over = new AbortController();
  private readonly proving: NodeJS.Timeout;
  readonly signal: AbortSignal;

  constructor(
    private readonly client: Client,
    wanted: AbortSignal,
    private readonly onTrouble: (error: unknown) => void,
  ) {
    this.signal = AbortSignal.any([wanted, this.over.signal]);
    client.on('error', (error) => this.lose(error));
    client.on('end', () => this.lose(new Error('PostgreSQL ended the connection')));
    this.proving = setInterval(() => this.prove(), PROVE_EVERY_MS).unref();
  }

  get wasLost(): boolean {
    return this.over.signal.aborted;
  }

  async end(): Promise<void> {
    clearInterval(this.proving);
    this.client.removeAllListeners('end');
    await ended(this.client, ANSWER_MS);
  }

  private prove(): void {
    this.client.query('SELECT 1').catch((error: unknown) => this.lose(error));
  }

  private lose(error: unknown): void {
    if (this.over.signal.aborted) return;
    this.onTrouble(error);
    this.over.abort();
  }
}
