import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { PersistentSubscriptionsService } from '@eventstore/db-client/generated/persistent_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { type AppendFault, Faults } from './faults.js';
import { featuresService } from './features.js';
import { Groups } from './groups/groups.js';
import { groupsService } from './groups/groups-service.js';
import { type CallFailure, failure } from './messages.js';
import { StoredLog } from './stored-log.js';
import { StreamsDouble } from './streams-service.js';
import { Subscriptions } from './subscriptions.js';

/**
 * A server of EventStoreDB's protocol in this process, as far as Cairn uses it, built on the client's own service
 * definitions. It keeps everything in memory and can be told to fail.
 */
export class EventStoreDouble {
  readonly faults = new Faults();
  readonly subscriptions: Subscriptions;
  readonly groups: Groups;
  private readonly log = new StoredLog();
  private port = 0;
  private readonly server = new Server({ 'grpc.max_receive_message_length': -1 });

  private constructor() {
    this.subscriptions = new Subscriptions(this.log);
    this.groups = new Groups(this.log);
    const streams = new StreamsDouble(this.log, this.subscriptions, this.faults, (fault) => this.failureOf(fault));
    this.server.addService(ServerFeaturesService, featuresService);
    this.server.addService(StreamsService, streams.service);
    this.server.addService(PersistentSubscriptionsService, groupsService(this.groups, this.log));
  }

  /** Listens on this machine, on a free port unless one is named. */
  static async start({ port = 0 }: { readonly port?: number } = {}): Promise<EventStoreDouble> {
    const double = new EventStoreDouble();
    double.port = await new Promise<number>((resolve, reject) =>
      double.server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    return double;
  }

  /** What a client connects to. */
  get connection(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  stop(): void {
    this.groups.stop();
    this.server.forceShutdown();
  }

  /** Turns away everyone who wants to consume a group, until called with nothing. */
  refuseConsumers(fault?: 'unavailable' | 'not-leader'): void {
    this.groups.refuse(fault && this.failureOf(fault));
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
}
