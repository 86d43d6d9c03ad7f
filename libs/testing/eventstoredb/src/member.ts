import {
  type Metadata,
  type sendUnaryData,
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { GossipService } from '@eventstore/db-client/generated/gossip_grpc_pb';
import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb';
import { PersistentSubscriptionsService } from '@eventstore/db-client/generated/persistent_grpc_pb';
import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import type { AppendFault } from './faults.js';
import { featuresService } from './features.js';
import { clusterInfo } from './gossip.js';
import { groupsService } from './groups/groups-service.js';
import { type CallFailure, failure } from './messages.js';
import type { Shared } from './shared.js';
import { StreamsDouble } from './streams-service.js';

/** A certificate and its key, both PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface MemberOptions {
  readonly port?: number;
  readonly tls?: Certificate;
}

/** One server of the protocol: alone, or one of a cluster. */
export class Member {
  port = 0;
  isAlive = true;
  private readonly server = new Server({ 'grpc.max_receive_message_length': -1 });
  private readonly streams: StreamsDouble;

  /** @param cluster all members, the leader first */
  constructor(
    shared: Shared,
    private readonly cluster: () => readonly Member[],
  ) {
    this.streams = new StreamsDouble(
      shared,
      (fault) => this.failureOf(fault),
      ({ metadata }) => this.refusalOf(metadata),
    );
    this.server.addService(ServerFeaturesService, featuresService);
    this.server.addService(GossipService, this.gossip);
    this.server.addService(StreamsService, this.streams.service);
    const groups = groupsService(shared.groups, shared.log, () => (this.isLeader ? undefined : this.notLeader()));
    this.server.addService(PersistentSubscriptionsService, groups);
  }

  async listen({ port = 0, tls }: MemberOptions): Promise<void> {
    const pair = tls && [{ cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) }];
    const credentials = pair ? ServerCredentials.createSsl(null, pair) : ServerCredentials.createInsecure();
    this.port = await new Promise<number>((resolve, reject) =>
      this.server.bindAsync(`127.0.0.1:${port}`, credentials, (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
  }

  /** How many streams of appends clients have open. */
  get writers(): number {
    return this.streams.writers;
  }

  /** Names and passwords of those who read. */
  get logins(): readonly string[] {
    return [...this.streams.logins];
  }

  stop(): void {
    this.isAlive = false;
    this.server.forceShutdown();
  }

  /** How a fault is told: as the leader, a refusal names the leader that is, which may be this server itself. */
  failureOf(fault: AppendFault): CallFailure {
    if (fault === 'not-leader') return this.notLeader();
    if (fault === 'unavailable') return failure(status.UNAVAILABLE, 'no server');
    return fault === 'done-but-late'
      ? failure(status.DEADLINE_EXCEEDED, 'too late')
      : failure(status.CANCELLED, 'cut off');
  }

  private get isLeader(): boolean {
    return this.cluster()[0] === this;
  }

  /** A follower serves who does not ask for the leader. */
  private refusalOf(metadata: Metadata): CallFailure | undefined {
    return this.isLeader || metadata.get('requires-leader')[0] !== 'true' ? undefined : this.notLeader();
  }

  private notLeader(): CallFailure {
    const port = String(this.cluster()[0]?.port);
    const leader = { 'leader-endpoint-host': '127.0.0.1', 'leader-endpoint-port': port };
    return failure(status.NOT_FOUND, 'not the leader', { exception: 'not-leader', ...leader });
  }

  private get gossip(): UntypedServiceImplementation {
    return {
      read: (_: ServerUnaryCall<unknown, ClusterInfo>, answer: sendUnaryData<ClusterInfo>) =>
        answer(null, clusterInfo(this.cluster())),
    };
  }
}
