import { type ServerWritableStream, status } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { filterOf } from './filter.js';
import { caughtUp, confirmed, failure, readEvent } from './messages.js';
import type { StoredLog } from './stored-log.js';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** Catch-up subscriptions to everything, and the ways in which they break. */
export class Subscriptions {
  /** With what ends the delivery to each. */
  private readonly open = new Map<Call, () => void>();
  private repeats = 0;
  private isDown = false;

  constructor(private readonly log: StoredLog) {}

  /** The next subscription begins with this many events that its client has had already. */
  repeatNext(events: number): void {
    this.repeats = events;
  }

  /** Cuts off all that are open, as a server does that goes down. Nothing is written after that: such a call would never be ended. */
  breakAll(): void {
    for (const [call, end] of this.open) {
      end();
      call.emit('error', failure(status.UNAVAILABLE, 'going down'));
    }
  }

  /** Cuts off all that are open, and takes no more until it is told to. */
  down(isDown: boolean): void {
    this.isDown = isDown;
    if (isDown) this.breakAll();
  }

  serve(call: Call, after: bigint): void {
    if (this.isDown) return void call.emit('error', failure(status.UNAVAILABLE, 'going down'));
    let next = Math.max(0, this.log.indexAfter(after) - this.repeats);
    this.repeats = 0;
    const matches = filterOf(call.request.getOptions()?.getFilter());
    call.write(confirmed());
    const deliver = (): void => {
      for (const event of this.log.all.slice(next)) if (matches(event)) call.write(readEvent(event));
      next = this.log.all.length;
    };
    deliver();
    call.write(caughtUp());
    const stop = this.log.listen(deliver);
    const end = (): void => {
      stop();
      this.open.delete(call);
    };
    this.open.set(call, end);
    call.on('cancelled', end).on('close', end);
  }
}
