import {
  type Metadata,
  type ServerDuplexStream,
  type ServerWritableStream,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import {
  ReadReq,
  type BatchAppendReq,
  type BatchAppendResp,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb';
import type { AppendFault } from './faults.js';
import {
  appended,
  type CallFailure,
  conflict,
  expectedOf,
  failure,
  proposedEvents,
  readEvent,
  streamName,
  streamNotFound,
  tooLarge,
} from './messages.js';
import type { Shared } from './shared.js';
import type { Kept, StoredLog } from './stored-log.js';

type Appending = ServerDuplexStream<BatchAppendReq, BatchAppendResp>;

/** Requests that are cut in pieces are gathered until the last one. */
interface Gathered {
  readonly first: BatchAppendReq;
  readonly events: ReturnType<typeof proposedEvents>;
}

/** As the server has it, unless it is told otherwise. */
const MOST_BYTES = 1024 * 1024;

/** Reads, subscriptions and appends. */
export class StreamsDouble {
  /** Streams of appends that are open. */
  writers = 0;
  /** Names and passwords that came with reads. */
  readonly logins = new Set<string>();
  private readonly log: StoredLog;

  constructor(
    private readonly shared: Pick<Shared, 'log' | 'faults' | 'subscriptions'>,
    private readonly failureOf: (fault: AppendFault) => CallFailure,
    private readonly refusalOf: (call: { readonly metadata: Metadata }) => CallFailure | undefined,
  ) {
    this.log = shared.log;
  }

  get service(): UntypedServiceImplementation {
    return {
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => this.read(call),
      batchAppend: (call: Appending) => this.serveAppends(call),
    };
  }

  private read(call: ServerWritableStream<ReadReq, ReadResp>): void {
    this.noteLogin(call.metadata);
    const options = call.request.getOptions();
    const refusal = this.refusalOf(call);
    if (refusal) return void call.emit('error', refusal);
    if (!options) return void call.end();
    if (options.hasSubscription()) return this.shared.subscriptions.serve(call, startOf(options, 'exclusive'));
    if (this.shared.faults.isReadFailing()) return void call.emit('error', this.failureOf('unavailable'));
    this.answerRead(call, options);
  }

  private answerRead(call: ServerWritableStream<ReadReq, ReadResp>, options: ReadReq.Options): void {
    const limit = Number(options.getCount());
    const found = options.hasStream() ? this.streamRead(options, limit) : this.allRead(options, limit);
    if (found === undefined) call.write(streamNotFound(streamName(options.getStream()?.getStreamIdentifier())));
    for (const event of found ?? []) call.write(this.answer(event, options.getResolveLinks()));
    call.end();
  }

  private noteLogin(metadata: Metadata): void {
    const [, login] = String(metadata.get('authorization')[0]).split('Basic ');
    if (login !== undefined) this.logins.add(Buffer.from(login, 'base64').toString('utf8'));
  }

  private answer(event: Kept, resolves: boolean): ReadResp {
    const isLink = resolves && event.metadata.get('type') === '$>';
    return isLink ? readEvent(this.log.linked(event), event) : readEvent(event);
  }

  private streamRead(options: ReadReq.Options, limit: number): readonly Kept[] | undefined {
    const asked = options.getStream();
    const events = this.log.stream(streamName(asked?.getStreamIdentifier()));
    if (!events) return undefined;
    const first = events[0]?.revision ?? 0;
    const index = asked?.hasRevision() === true ? Number(asked.getRevision()) - first : undefined;
    const start = isForwards(options) ? Math.max(0, index ?? 0) : (index ?? events.length - 1) + 1;
    return slice(events, start, limit, options);
  }

  private allRead(options: ReadReq.Options, limit: number): readonly Kept[] {
    const start = startOf(options, 'inclusive');
    const index = options.getAll()?.hasEnd() === true ? this.log.all.length : this.log.indexAfter(start - 1n);
    return slice(this.log.all, index, limit, options);
  }

  private serveAppends(call: Appending): void {
    const gathered = new Map<string, Gathered>();
    this.writers += 1;
    call.on('close', () => (this.writers -= 1));
    call.on('data', (request: BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const known = gathered.get(id);
      const whole = { first: known?.first ?? request, events: [...(known?.events ?? []), ...proposedEvents(request)] };
      if (!request.getIsFinal()) return void gathered.set(id, whole);
      gathered.delete(id);
      if (!call.writableEnded) this.append(call, whole, this.shared.faults.next()); // otherwise it was cut off
    });
    call.on('end', () => call.end());
  }

  private append(call: Appending, { first, events }: Gathered, fault: AppendFault | undefined): void {
    const options = first.getOptions();
    if (!options) return void call.emit('error', failure(status.INVALID_ARGUMENT, 'no options'));
    const refusal = this.refusalOf(call);
    if (refusal) return void call.emit('error', refusal);
    if (fault === 'silent') return;
    if (fault !== undefined && !fault.startsWith('done')) return void call.emit('error', this.failureOf(fault));
    const size = events.reduce((sum, { data, customMetadata }) => sum + data.length + customMetadata.length, 0);
    if (size > MOST_BYTES) return void call.write(tooLarge(first, MOST_BYTES));
    const [stream, expected] = [streamName(options.getStreamIdentifier()), expectedOf(options)];
    const outcome = this.log.append(stream, expected, events);
    if (fault !== undefined) return void call.emit('error', this.failureOf(fault));
    if ('actual' in outcome) return void call.write(conflict(first, expected, outcome.actual));
    const last = outcome.written.at(-1);
    if (last) call.write(appended(first, last));
  }
}

const isForwards = (options: ReadReq.Options): boolean =>
  options.getReadDirection() === ReadReq.Options.ReadDirection.FORWARDS;

/** Forwards from an index, or backwards from the one before it. */
const slice = (events: readonly Kept[], index: number, limit: number, options: ReadReq.Options): readonly Kept[] =>
  isForwards(options)
    ? events.slice(index, index + limit)
    : events.slice(Math.max(0, index - limit), Math.max(0, index)).reverse();

/** Reads begin at a position, subscriptions behind it. */
const startOf = (options: ReadReq.Options, kind: 'inclusive' | 'exclusive'): bigint => {
  const all = options.getAll();
  if (all?.hasPosition() === true) return BigInt(all.getPosition()?.getCommitPosition() ?? '0');
  return kind === 'inclusive' || all?.hasEnd() !== true ? 0n : BigInt(Number.MAX_SAFE_INTEGER);
};
