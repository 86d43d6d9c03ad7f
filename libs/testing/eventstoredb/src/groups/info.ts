import { SubscriptionInfo } from '@eventstore/db-client/generated/persistent_pb';
import type { Consumer } from './consumer.js';
import type { GroupSettings } from './settings.js';

/** What GetInfo and List tell of a group. */
export interface GroupFacts {
  readonly name: string;
  readonly settings: GroupSettings;
  readonly consumers: readonly Consumer[];
  readonly checkpoint: bigint | undefined;
  readonly newest: bigint | undefined;
  readonly waiting: number;
  readonly outstanding: number;
  readonly parked: number;
}

export const infoOf = (facts: GroupFacts): SubscriptionInfo => {
  const info = new SubscriptionInfo();
  info.setEventSource('$all');
  info.setGroupName(facts.name);
  info.setStatus('Live');
  info.setConnectionsList(facts.consumers.map(connectionOf));
  info.setLastCheckpointedEventPosition(positionOf(facts.checkpoint));
  info.setLastKnownEventPosition(positionOf(facts.newest));
  info.setReadBufferCount(facts.waiting);
  info.setLiveBufferCount('0');
  info.setTotalItems('0');
  info.setCountSinceLastMeasurement('0');
  info.setTotalInFlightMessages(facts.outstanding);
  info.setOutstandingMessagesCount(facts.outstanding);
  info.setParkedMessageCount(String(facts.parked));
  info.setNamedConsumerStrategy(facts.settings.strategy);
  info.setMaxRetryCount(facts.settings.maxRetryCount);
  info.setMessageTimeoutMilliseconds(facts.settings.messageTimeout);
  return info;
};

const positionOf = (place: bigint | undefined): string => (place === undefined ? '' : `C:${place}/P:${place}`);

const connectionOf = (consumer: Consumer): SubscriptionInfo.ConnectionInfo => {
  const { sent, inFlight, free } = consumer.counts;
  const info = new SubscriptionInfo.ConnectionInfo();
  info.setFrom(consumer.from);
  info.setConnectionName(consumer.name);
  info.setTotalItems(String(sent));
  info.setCountSinceLastMeasurement('0');
  info.setInFlightMessages(inFlight);
  info.setAvailableSlots(free);
  return info;
};
