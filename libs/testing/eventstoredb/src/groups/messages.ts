import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { ReadResp } from '@eventstore/db-client/generated/persistent_pb';
import { fillRecorded } from '../messages.js';
import type { Message } from './message.js';

export const delivered = ({ event, retries }: Message): ReadResp => {
  const read = new ReadResp.ReadEvent();
  read.setEvent(fillRecorded(new ReadResp.ReadEvent.RecordedEvent(), event));
  read.setCommitPosition(String(event.place));
  if (retries > 0) read.setRetryCount(retries);
  else read.setNoRetryCount(new Empty());
  const response = new ReadResp();
  response.setEvent(read);
  return response;
};

export const joined = (group: string): ReadResp => {
  const confirmation = new ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId(`$all::${group}`);
  const response = new ReadResp();
  response.setSubscriptionConfirmation(confirmation);
  return response;
};
