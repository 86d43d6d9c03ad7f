import type { CreateReq, UpdateReq } from '@eventstore/db-client/generated/persistent_pb';

export type StrategyName = 'RoundRobin' | 'DispatchToSingle' | 'Pinned';

/** In the order of the protocol's numbers. */
const STRATEGIES: readonly StrategyName[] = ['DispatchToSingle', 'RoundRobin', 'Pinned'];

/** What a group was created with. */
export interface GroupSettings {
  readonly strategy: StrategyName;
  readonly messageTimeout: number;
  readonly maxRetryCount: number;
  readonly checkpointAfter: number;
  readonly minCheckpointCount: number;
  readonly maxCheckpointCount: number;
  /** 0 is any number. */
  readonly maxSubscribers: number;
  readonly bufferSize: number;
}

export const settingsOf = (settings: CreateReq.Settings | UpdateReq.Settings): GroupSettings => ({
  strategy: STRATEGIES[settings.getNamedConsumerStrategy()] ?? 'RoundRobin',
  messageTimeout: settings.getMessageTimeoutMs(),
  maxRetryCount: settings.getMaxRetryCount(),
  checkpointAfter: settings.getCheckpointAfterMs(),
  minCheckpointCount: settings.getMinCheckpointCount(),
  maxCheckpointCount: settings.getMaxCheckpointCount(),
  maxSubscribers: settings.getMaxSubscriberCount(),
  bufferSize: settings.getHistoryBufferSize(),
});
