import type { CreateReq } from '@eventstore/db-client/generated/persistent_pb';
import type { ReadReq } from '@eventstore/db-client/generated/streams_pb';
import type { Kept } from './stored-log.js';

type Filter = ReadReq.Options.FilterOptions | CreateReq.AllOptions.FilterOptions;

/** The server's own filters: a pattern or beginnings, of the stream's name or of the event's type. */
export const filterOf = (filter: Filter | undefined): ((event: Kept) => boolean) => {
  const expression = filter?.getStreamIdentifier() ?? filter?.getEventType();
  if (filter === undefined || expression === undefined) return () => true;
  const pattern = expression.getRegex() === '' ? undefined : new RegExp(expression.getRegex());
  const prefixes = expression.getPrefixList();
  const subject = (event: Kept): string =>
    filter.hasStreamIdentifier() ? event.stream : (event.metadata.get('type') ?? '');
  return (event) => pattern?.test(subject(event)) ?? prefixes.some((prefix) => subject(event).startsWith(prefix));
};
