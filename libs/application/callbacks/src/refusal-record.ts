import { type AggregateRunner, derivedId } from '@application/event-sourcing';
import type { Clock, Position } from '@application/ports';
import {
  answerTo,
  callback,
  type CallbackEvent,
  type CallbackReason,
  type CallbackRefusedData,
  callbackCatalog,
  callbackStream,
  type CallRecord,
} from '@domain/callback';
import { SYSTEM_ACTOR } from '@domain/kernel';
import { networkOf } from './networks.js';

/** Repeats within this time are told together. */
export const WINDOW_MS = 60_000;

/** Callers told apart at the same time; beyond them, all together are one. */
export const MOST_WINDOWS = 256;

/** A call that started nothing. */
export interface RefusedCall {
  readonly template: number | null;
  readonly reason: CallbackReason;
  /** What was told, where it is not the reason's own text. */
  readonly answer?: string;
  readonly record: CallRecord;
  readonly request: string;
}

interface Window {
  readonly opened: number;
  /** Calls that are not recorded yet: how many, since when, the last of them. */
  pending: { count: number; readonly since: string; last: RefusedCall } | undefined;
}

const NOBODY: CallRecord = {
  caller: { address: null, candidates: [], headers: [], isTrusted: false },
  compared: { hosts: 0, names: [] },
  matched: [],
};

interface Ports {
  readonly aggregates: AggregateRunner;
  readonly clock: Clock;
}

/**
 * Records refusals, each with its reason, without letting a stranger fill the log: the first of a caller at once, its
 * repeats together when their time is over. What is pending when the program is killed is lost; it says nothing new.
 */
export class RefusalRecord {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly ports: Ports) {}

  async add(call: RefusedCall): Promise<Position | undefined> {
    const now = this.ports.clock.now();
    await this.flush(now);
    const key = this.keyOf(call);
    const known = this.windows.get(key);
    if (known) {
      const pending = known.pending ?? { count: 0, since: now, last: call };
      known.pending = { ...pending, count: pending.count + 1, last: call };
      return undefined;
    }
    this.windows.set(key, { opened: Date.parse(now), pending: undefined });
    return this.append(isShared(key) ? { ...call, record: NOBODY } : call, 1);
  }

  /** Records what is due, or all that is pending. */
  async flush(now?: string): Promise<void> {
    for (const [key, window] of [...this.windows]) {
      const { opened, pending } = window;
      if (this.windows.get(key) !== window) continue; // told by another flush meanwhile
      if (now !== undefined && Date.parse(now) - opened < WINDOW_MS) break; // the others were opened later
      this.windows.delete(key);
      if (!pending) continue;
      const { count, since, last } = pending;
      await this.append(isShared(key) ? { ...last, record: NOBODY } : last, count, since);
    }
  }

  private keyOf({ template, reason, record: { caller } }: RefusedCall): string {
    const key = JSON.stringify([template, reason, networkOf(caller.address ?? '')]);
    return this.windows.has(key) || this.windows.size < MOST_WINDOWS ? key : JSON.stringify([template, reason]);
  }

  private async append(call: RefusedCall, count: number, since?: string): Promise<Position | undefined> {
    const { template, reason, answer = answerTo(reason), record, request } = call;
    const data: CallbackRefusedData = { template, reason, answer, ...record, count, ...(since && { since }) };
    const refused: CallbackEvent = { type: 'CallbackRefused', data };
    const { position } = await this.ports.aggregates.handle({
      stream: callbackStream(template ?? 0),
      decider: callback,
      catalog: callbackCatalog,
      decideWith: () => [refused],
      context: {
        commandId: derivedId('callback refused', request, reason),
        correlation: request,
        causation: request,
        actor: SYSTEM_ACTOR,
        request,
      },
    });
    return position;
  }
}

/** Windows of all callers that are too many to be told apart. */
const isShared = (key: string): boolean => (JSON.parse(key) as readonly unknown[]).length === 2;
