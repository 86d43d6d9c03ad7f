import type { PersistentSubscriptionToAllSettings } from '@eventstore/db-client';
import type { ConsumeOptions } from '@application/ports';
import type { StorePosition } from '../positions.js';

/**
 * What the store counts as a delivery that failed: a consumer that went away, or was silent for too long. It parks at this
 * count what kills every process that tries it; failures of handlers are counted, and parked, by the consumer.
 */
const MOST_DELIVERIES = 50;
/** Longer than all attempts of a handler take; a consumer that dies is noticed by its connection, at once. */
const MESSAGE_TIMEOUT_MS = 120_000;

/** Checkpoints every second, however little was done: what was done since then is done again after a crash of the store. */
export const groupSettings = (
  startFrom: StorePosition | 'start',
  sharing: ConsumeOptions['sharing'] = 'by-stream',
): PersistentSubscriptionToAllSettings => ({
  startFrom,
  consumerStrategyName: sharing === 'any' ? 'RoundRobin' : 'Pinned',
  maxRetryCount: MOST_DELIVERIES,
  messageTimeout: MESSAGE_TIMEOUT_MS,
  ...{ checkPointAfter: 1_000, checkPointLowerBound: 1, checkPointUpperBound: 1_000 },
  ...{ liveBufferSize: 2_000, readBatchSize: 200, historyBufferSize: 2_000 },
  maxSubscriberCount: 'unbounded',
  ...{ resolveLinkTos: false, extraStatistics: false },
});
