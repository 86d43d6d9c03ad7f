import { Metadata, status } from '@grpc/grpc-js';
import type { Message } from 'google-protobuf';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import {
  AllStreamPosition,
  MaximumAppendSizeExceeded,
  StreamIdentifier,
  UUID,
  WrongExpectedVersion,
} from '@eventstore/db-client/generated/shared_pb';
import type { ReadResp as GroupReadResp } from '@eventstore/db-client/generated/persistent_pb';
import { Status } from '@eventstore/db-client/generated/status_pb';
import { type BatchAppendReq, BatchAppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import type { Expected, Kept, Proposed } from './stored-log.js';

export const streamName = (identifier: StreamIdentifier | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString('utf8');

const identifierOf = (stream: string): StreamIdentifier => {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(stream).toString('base64'));
  return identifier;
};

const uuidOf = (id: string): UUID => {
  const uuid = new UUID();
  uuid.setString(id);
  return uuid;
};

export const proposedEvents = (request: BatchAppendReq): readonly Proposed[] =>
  request.getProposedMessagesList().map((message) => ({
    id: message.getId()?.getString() ?? '',
    metadata: new Map(message.getMetadataMap().getEntryList()),
    customMetadata: message.getCustomMetadata_asU8(),
    data: message.getData_asU8(),
  }));

/** @throws Error for what only a client that does not know its place asks for */
export const expectedOf = (options: BatchAppendReq.Options): Expected => {
  if (options.hasStreamPosition()) return Number(options.getStreamPosition());
  if (options.hasNoStream()) return 'no-stream';
  throw new Error('an append without a concrete revision');
};

/** What all services of the protocol tell of an event. */
type Recorded = ReadResp.ReadEvent.RecordedEvent | GroupReadResp.ReadEvent.RecordedEvent;

export const fillRecorded = <R extends Recorded>(recorded: R, kept: Kept): R => {
  recorded.setId(uuidOf(kept.id));
  recorded.setStreamIdentifier(identifierOf(kept.stream));
  recorded.setStreamRevision(String(kept.revision));
  recorded.setCommitPosition(String(kept.place));
  recorded.setPreparePosition(String(kept.place));
  for (const [key, value] of kept.metadata) recorded.getMetadataMap().set(key, value);
  recorded.setCustomMetadata(kept.customMetadata);
  recorded.setData(kept.data);
  return recorded;
};

/** @param link through which it was found */
export const readEvent = (kept: Kept | undefined, link?: Kept): ReadResp => {
  const event = new ReadResp.ReadEvent();
  if (kept) event.setEvent(fillRecorded(new ReadResp.ReadEvent.RecordedEvent(), kept));
  if (link) event.setLink(fillRecorded(new ReadResp.ReadEvent.RecordedEvent(), link));
  event.setCommitPosition(String((link ?? kept)?.place));
  const response = new ReadResp();
  response.setEvent(event);
  return response;
};

export const streamNotFound = (stream: string): ReadResp => {
  const missing = new ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifierOf(stream));
  const response = new ReadResp();
  response.setStreamNotFound(missing);
  return response;
};

export const confirmed = (): ReadResp => {
  const confirmation = new ReadResp.SubscriptionConfirmation();
  confirmation.setSubscriptionId('double');
  const response = new ReadResp();
  response.setConfirmation(confirmation);
  return response;
};

export const caughtUp = (): ReadResp => {
  const response = new ReadResp();
  response.setCaughtUp(new ReadResp.CaughtUp());
  return response;
};

const answerTo = (request: BatchAppendReq): BatchAppendResp => {
  const response = new BatchAppendResp();
  response.setCorrelationId(request.getCorrelationId());
  response.setStreamIdentifier(request.getOptions()?.getStreamIdentifier());
  return response;
};

export const appended = (request: BatchAppendReq, last: Kept): BatchAppendResp => {
  const position = new AllStreamPosition();
  position.setCommitPosition(String(last.place));
  position.setPreparePosition(String(last.place));
  const success = new BatchAppendResp.Success();
  success.setCurrentRevision(String(last.revision));
  success.setPosition(position);
  const response = answerTo(request);
  response.setSuccess(success);
  return response;
};

export const conflict = (request: BatchAppendReq, expected: Expected, actual: Expected): BatchAppendResp => {
  const details = new WrongExpectedVersion();
  if (actual === 'no-stream') details.setCurrentNoStream(new Empty());
  else details.setCurrentStreamRevision(String(actual));
  if (expected === 'no-stream') details.setExpectedNoStream(new Empty());
  else details.setExpectedStreamPosition(String(expected));
  return refused(request, 'WrongExpectedVersion', details);
};

export const tooLarge = (request: BatchAppendReq, most: number): BatchAppendResp => {
  const details = new MaximumAppendSizeExceeded();
  details.setMaxappendsize(most);
  return refused(request, 'MaximumAppendSizeExceeded', details);
};

const refused = (request: BatchAppendReq, name: string, details: Message): BatchAppendResp => {
  const packed = new Any();
  packed.pack(details.serializeBinary(), `event_store.client.${name}`);
  const error = new Status();
  error.setCode(status.FAILED_PRECONDITION as unknown as Parameters<Status['setCode']>[0]);
  error.setMessage(name);
  error.setDetails(packed);
  const response = answerTo(request);
  response.setError(error);
  return response;
};

/** How a call ends when the server fails it. */
export class CallFailure extends Error {
  override readonly name = 'CallFailure';
  constructor(
    readonly code: status,
    readonly details: string,
    readonly metadata: Metadata,
  ) {
    super(details);
  }
}

export const failure = (code: status, details: string, exception?: Readonly<Record<string, string>>): CallFailure => {
  const metadata = new Metadata();
  for (const [key, value] of Object.entries(exception ?? {})) metadata.set(key, value);
  return new CallFailure(code, details, metadata);
};
