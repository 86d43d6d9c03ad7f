import type { sendUnaryData, ServerUnaryCall, UntypedServiceImplementation } from '@grpc/grpc-js';
import { SupportedMethod, SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';

const VERSION = '23.10.6.0';
const STREAMS = 'event_store.client.streams.streams';
const GROUPS = 'event_store.client.persistent_subscriptions.persistentsubscriptions';

/** What this server says it can do, which is what the client asks first. */
const METHODS: readonly (readonly [string, string, readonly string[]])[] = [
  [STREAMS, 'read', ['position', 'events']],
  [STREAMS, 'batchappend', ['deadline_duration']],
  ...['create', 'update', 'delete', 'read', 'getinfo', 'list', 'replayparked'].map(
    (name) => [GROUPS, name, ['stream', 'all']] as const,
  ),
];

const features = (): SupportedMethods => {
  const supported = new SupportedMethods();
  supported.setEventStoreServerVersion(VERSION);
  for (const [service, name, list] of METHODS) {
    const method = new SupportedMethod();
    method.setServiceName(service);
    method.setMethodName(name);
    method.setFeaturesList([...list]);
    supported.addMethods(method);
  }
  return supported;
};

/** The call with which a client begins. */
export const featuresService: UntypedServiceImplementation = {
  getSupportedMethods: (_call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<SupportedMethods>) =>
    answer(null, features()),
};
