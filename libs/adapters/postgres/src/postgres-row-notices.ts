import { type Position, type Projection, rest, type RowNotices } from '@application/ports';
import type { Client } from 'pg';
import { ANSWER_MS, connectWriter, ended, type Place } from './connections.js';

/** Looked at this often even when nobody tells: a notice may be lost with a connection. */
const LOOK_EVERY_MS = 1_000;
const BACK_OFF_MS = 500;

/** The channel on which a transaction that moved checkpoints says so. */
export const channelOf = (schema: string): string => `${schema}_rows`;

/** Hears of the rows of other processes by NOTIFY, and reads their checkpoints then. */
export class PostgresRowNotices implements RowNotices {
  /** @param onTrouble told of connections that could not be had or broke; they are sought again */
  constructor(
    private readonly place: Place,
    private readonly onTrouble: (error: unknown) => void,
    private readonly answerWithin = ANSWER_MS,
  ) {}

  async follow(
    projections: readonly Projection[],
    tell: (position: Position) => void,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      try {
        const client = await connectWriter(this.place, { answerWithin: this.answerWithin });
        await new Listening(client, this.place.schema, { projections, tell }).until(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.onTrouble(error);
        await rest(BACK_OFF_MS, signal);
      }
    }
  }
}

interface Hearer {
  readonly projections: readonly Projection[];
  readonly tell: (position: Position) => void;
}

/** One connection that listens. */
class Listening {
  private wake: () => void = () => undefined;
  private isNew = true;
  private failure: Error | undefined;

  constructor(
    private readonly client: Client,
    private readonly schema: string,
    private readonly hearer: Hearer,
  ) {
    client.on('notification', () => this.news());
    client.on('error', (error) => this.news(error));
  }

  /** @throws what broke the connection */
  async until(signal: AbortSignal): Promise<void> {
    const aborted = (): void => this.wake();
    signal.addEventListener('abort', aborted);
    try {
      await this.client.query(`LISTEN "${channelOf(this.schema)}"`);
      while (!signal.aborted) {
        if (this.failure) throw this.failure;
        this.isNew = false;
        await this.look();
        if (!this.isNew && !signal.aborted) await this.nextNews();
      }
    } finally {
      signal.removeEventListener('abort', aborted);
      await ended(this.client, ANSWER_MS);
    }
  }

  private news(failure?: Error): void {
    this.isNew = true;
    this.failure ??= failure;
    this.wake();
  }

  private nextNews(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, LOOK_EVERY_MS);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** Rows reach as far as the checkpoint that is furthest behind; one of another version is no checkpoint of ours. */
  private async look(): Promise<void> {
    const { rows } = await this.client.query<{ name: string; version: number; position: Position | null }>(
      'SELECT name, version, position FROM projection_checkpoint',
    );
    const positions = this.hearer.projections.map(
      ({ name, version }) => rows.find((row) => row.name === name && Number(row.version) === version)?.position,
    );
    if (positions.every((position) => typeof position === 'string') && positions.length > 0)
      this.hearer.tell(positions.reduce((least, position) => (position < least ? position : least)));
  }
}
