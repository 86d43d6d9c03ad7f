import type { Viewer } from '@domain/access';
import type { CallRecord, Origin } from '@domain/callback';
import type { Json } from '@domain/kernel';
import type { Matching } from './inventory-hosts.js';

/** A call as it came. */
export interface GivenCall {
  /** Undefined for a path that names no template. */
  readonly template: number | undefined;
  readonly key: Json | undefined;
  readonly variables: Json | undefined;
  readonly origin: Origin;
  /** Who had logged in, which a caller need not. */
  readonly viewer: Viewer | undefined;
  readonly request: string;
}

/** Names that a record tells of those that were compared. */
const MOST_TOLD = 25;

export const NOT_COMPARED: Omit<CallRecord, 'caller'> = { compared: { hosts: 0, names: [] }, matched: [] };

/** What a record tells of a comparison, however many hosts there were. */
export const toldOf = ({ considered, matched }: Matching): Omit<CallRecord, 'caller'> => ({
  compared: { hosts: considered.length, names: considered.slice(0, MOST_TOLD).map(({ effective }) => effective) },
  matched: matched.slice(0, MOST_TOLD).map(({ id, name }) => ({ id, name })),
});
