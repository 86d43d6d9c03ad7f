import { once } from 'node:events';
import { type Server } from 'node:http';
import { Server as Listener } from 'node:net';
import { rest } from '@application/ports';
import type { FastifyInstance } from 'fastify';

/** Requests under way have so long when the program stops. */
const PATIENCE_MS = 3_000;
/** Who has not asked for so long on a connection that he keeps is not about to. */
const QUIET_MS = 250;
const LOOK_EVERY_MS = 20;
const MOST_LOOKS = 1_000;

export interface DoorOptions {
  readonly patience?: number;
  readonly quiet?: number;
}

/** The part of a listener that closing needs; both of HTTP and of HTTPS have it. */
type Door = Pick<Server, 'closeIdleConnections' | 'closeAllConnections' | 'close' | 'listening' | 'on'>;

/**
 * Listeners of one application, closed together without a broken answer: nobody new gets in, what was asked is answered,
 * and the answer tells those who keep their connections that it is the last. Who asks nothing more, or sends his request
 * drop by drop, is cut off: a program that waits for him is killed in the end, and then nothing is stopped properly.
 */
export class Doors {
  private readonly doors: Door[] = [];
  private readonly patience: number;
  private readonly quiet: number;
  private isClosing = false;
  private uses = 0;
  private lastUsed = 0;

  constructor({ patience = PATIENCE_MS, quiet = QUIET_MS }: DoorOptions = {}) {
    [this.patience, this.quiet] = [patience, quiet];
  }

  /** Requests of this application come through the doors. */
  watch(fastify: FastifyInstance): void {
    for (const moment of ['onRequest', 'onResponse'] as const)
      fastify.addHook(moment, (...[, , done]: [unknown, unknown, () => void]) => {
        this.use();
        done();
      });
    fastify.addHook('onSend', (_request, reply, payload, done) => {
      if (this.isClosing) reply.header('connection', 'close');
      done(null, payload);
    });
  }

  add(door: Door): void {
    door.on('connection', () => this.use());
    this.doors.push(door);
  }

  async close(): Promise<void> {
    const open = this.doors.filter(({ listening }) => listening);
    if (open.length === 0) return;
    const closed = Promise.all(open.map((door) => once(door as Server, 'close')));
    await this.momentOfRest();
    this.isClosing = true;
    open.forEach(stopListening);
    const end = new AbortController();
    const cut = setTimeout(() => open.forEach((door) => door.closeAllConnections()), this.patience);
    const idle = this.closeIdle(open, end.signal);
    await closed;
    end.abort();
    clearTimeout(cut);
    await idle;
    open.forEach((door) => door.close()); // what else HTTP has begun for them
  }

  private use(): void {
    this.uses += 1;
    this.lastUsed = performance.now();
  }

  /**
   * Whoever is about to be let in when a listener closes is cut off by the system in the middle of his request. So it closes
   * right after a look at the queue that found nobody. It is no promise: load balancers had better be told before (CAIRN_DRAIN).
   */
  private async momentOfRest(): Promise<void> {
    for (let look = 0; look < MOST_LOOKS; look += 1) {
      const before = this.uses;
      await new Promise((resolve) => setImmediate(resolve));
      if (this.uses === before) return;
    }
  }

  private async closeIdle(doors: readonly Door[], end: AbortSignal): Promise<void> {
    while (!end.aborted) {
      if (performance.now() - this.lastUsed >= this.quiet) doors.forEach((door) => door.closeIdleConnections());
      await rest(LOOK_EVERY_MS, end);
    }
  }
}

/** HTTP's own way to close takes the connections along that are idle at the moment, and with them the requests that are on their way. */
const stopListening = (door: Door): void => void Listener.prototype.close.call(door as unknown as Listener);
