import {
  Server,
  ServerCredentials,
  status,
  type ServerDuplexStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import {
  ReadReq,
  type BatchAppendReq,
  type BatchAppendResp,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb';
import { type AppendFault, Faults } from './faults.js';
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
} from './messages.js';
import { type Kept, StoredLog } from './stored-log.js';
import { Subscriptions } from './subscriptions.js';

const VERSION = '23.10.6.0';
const STREAMS = 'event_store.client.streams.streams';

/** Server answers that are cut in pieces are gathered until the last one. */
interface Gathered {
  readonly first: BatchAppendReq;
  readonly events: ReturnType<typeof proposedEvents>;
}

/**
 * A server of EventStoreDB's protocol in this process, as far as Cairn uses it, built on the client's own service
 * definitions. It keeps everything in memory and can be told to fail.
 */
export class EventStoreDouble {
  readonly faults = new Faults();
  readonly subscriptions: Subscriptions;
  private readonly log = new StoredLog();
  private port = 0;
  private readonly server = new Server({ 'grpc.max_receive_message_length': -1 });

  private constructor() {
    this.subscriptions = new Subscriptions(this.log);
    this.server.addService(ServerFeaturesService, {
      getSupportedMethods: (_call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<SupportedMethods>) =>
        answer(null, features()),
    });
    this.server.addService(StreamsService, {
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => this.read(call),
      batchAppend: (call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>) => this.serveAppends(call),
    });
  }

  /** Listens on a free port of this machine. */
  static async start(): Promise<EventStoreDouble> {
    const double = new EventStoreDouble();
    double.port = await new Promise<number>((resolve, reject) =>
      double.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
        error ? reject(error) : resolve(port),
      ),
    );
    return double;
  }

  /** What a client connects to. */
  get connection(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  stop(): void {
    this.server.forceShutdown();
  }

  /** The leader that a refusal names is this server: a client that goes there finds it. */
  private failureOf(fault: AppendFault): CallFailure {
    if (fault === 'not-leader') {
      const leader = { 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': String(this.port) };
      return failure(status.NOT_FOUND, 'not the leader', { exception: 'not-leader', ...leader });
    }
    if (fault === 'unavailable') return failure(status.UNAVAILABLE, 'no server');
    return fault === 'done-but-late'
      ? failure(status.DEADLINE_EXCEEDED, 'too late')
      : failure(status.CANCELLED, 'cut off');
  }

  private read(call: ServerWritableStream<ReadReq, ReadResp>): void {
    const options = call.request.getOptions();
    if (!options) return void call.end();
    if (options.hasSubscription()) return this.subscriptions.serve(call, startOf(options, 'exclusive'));
    const found = options.hasStream() ? this.streamRead(options) : this.allRead(options);
    if (found === undefined) call.write(streamNotFound(streamName(options.getStream()?.getStreamIdentifier())));
    for (const event of found?.slice(0, Number(options.getCount())) ?? []) call.write(readEvent(event));
    call.end();
  }

  private streamRead(options: ReadReq.Options): readonly Kept[] | undefined {
    const asked = options.getStream();
    const events = this.log.stream(streamName(asked?.getStreamIdentifier()));
    if (events.length === 0) return undefined;
    const revision = asked?.hasRevision() === true ? Number(asked.getRevision()) : undefined;
    if (options.getReadDirection() === ReadReq.Options.ReadDirection.FORWARDS) return events.slice(revision ?? 0);
    return events.slice(0, (revision ?? events.length) + 1).reverse();
  }

  private allRead(options: ReadReq.Options): readonly Kept[] {
    const start = startOf(options, 'inclusive');
    if (options.getReadDirection() === ReadReq.Options.ReadDirection.FORWARDS)
      return this.log.all.filter(({ place }) => place >= start);
    const isFromEnd = options.getAll()?.hasEnd() === true;
    return this.log.all.filter(({ place }) => isFromEnd || place < start).reverse();
  }

  private serveAppends(call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>): void {
    const gathered = new Map<string, Gathered>();
    call.on('data', (request: BatchAppendReq) => {
      const id = request.getCorrelationId()?.getString() ?? '';
      const known = gathered.get(id);
      const whole = { first: known?.first ?? request, events: [...(known?.events ?? []), ...proposedEvents(request)] };
      if (!request.getIsFinal()) return void gathered.set(id, whole);
      gathered.delete(id);
      this.append(call, whole, this.faults.next());
    });
    call.on('end', () => call.end());
  }

  private append(
    call: ServerDuplexStream<BatchAppendReq, BatchAppendResp>,
    { first, events }: Gathered,
    fault: AppendFault | undefined,
  ): void {
    const options = first.getOptions();
    if (!options) return void call.emit('error', failure(status.INVALID_ARGUMENT, 'no options'));
    if (fault !== undefined && !fault.startsWith('done')) return void call.emit('error', this.failureOf(fault));
    const [stream, expected] = [streamName(options.getStreamIdentifier()), expectedOf(options)];
    const outcome = this.log.append(stream, expected, events);
    if (fault !== undefined) return void call.emit('error', this.failureOf(fault));
    if ('actual' in outcome) return void call.write(conflict(first, expected, outcome.actual));
    const last = outcome.written.at(-1);
    if (last) call.write(appended(first, last));
  }
}

/** Reads begin at a position, subscriptions behind it. */
const startOf = (options: ReadReq.Options, kind: 'inclusive' | 'exclusive'): bigint => {
  const all = options.getAll();
  if (all?.hasPosition() === true) return BigInt(all.getPosition()?.getCommitPosition() ?? '0');
  return kind === 'inclusive' || all?.hasEnd() !== true ? 0n : BigInt(Number.MAX_SAFE_INTEGER);
};

const features = (): SupportedMethods => {
  const supported = new SupportedMethods();
  supported.setEventStoreServerVersion(VERSION);
  const methods: readonly (readonly [string, readonly string[]])[] = [
    ['read', ['position', 'events']],
    ['batchappend', ['deadline_duration']],
  ];
  for (const [name, list] of methods) {
    const method = new SupportedMethod();
    method.setServiceName(STREAMS);
    method.setMethodName(name);
    method.setFeaturesList([...list]);
    supported.addMethods(method);
  }
  return supported;
};
