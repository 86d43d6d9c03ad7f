import type { ServerDuplexStream } from '@grpc/grpc-js';
import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/persistent_pb';
import type { CallFailure } from '../messages.js';
import type { Message } from './message.js';
import { delivered } from './messages.js';

export type ConsumerCall = ServerDuplexStream<ReadReq, ReadResp>;

/** One connection to a group, with room for so many events that it has not acknowledged. */
export class Consumer {
  private readonly inFlight = new Set<Message>();
  private sent = 0;

  constructor(
    private readonly call: ConsumerCall,
    private readonly room: number,
  ) {}

  get isFull(): boolean {
    return this.inFlight.size >= this.room;
  }

  get name(): string {
    return String(this.call.metadata.get('connection-name')[0] ?? '');
  }

  get from(): string {
    return this.call.getPeer();
  }

  get counts(): { readonly sent: number; readonly inFlight: number; readonly free: number } {
    return { sent: this.sent, inFlight: this.inFlight.size, free: this.room - this.inFlight.size };
  }

  send(message: Message): void {
    this.inFlight.add(message);
    this.repeat(message);
  }

  /** The same once more, as after a connection that was thought dead. */
  repeat(message: Message): void {
    this.sent += 1;
    this.call.write(delivered(message));
  }

  release(message: Message): void {
    this.inFlight.delete(message);
  }

  /** What it had and did not acknowledge. */
  get unfinished(): readonly Message[] {
    return [...this.inFlight];
  }

  drop(failure: CallFailure): void {
    this.call.emit('error', failure);
  }
}
