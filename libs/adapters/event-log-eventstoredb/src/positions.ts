import { LogDamaged, type Position } from '@application/ports';

/** Where EventStoreDB has an event: two places that differ only in transactions, which nobody here uses. */
export interface StorePosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** Enough for the largest signed 64-bit number. */
const DIGITS = 19;
const FORM = /^(\d{19})-(\d{19})$/;

const padded = (place: bigint): string => place.toString().padStart(DIGITS, '0');

/** Fixed width, ordered as text as the store orders it. */
export const positionText = ({ commit, prepare }: StorePosition): Position =>
  `${padded(commit)}-${padded(prepare)}` as Position;

/** @throws LogDamaged for a position of another kind of log */
export const positionOf = (text: Position): StorePosition => {
  const [, commit, prepare] = FORM.exec(text) ?? [];
  if (commit === undefined || prepare === undefined) throw new LogDamaged(text, 'this is no position of EventStoreDB');
  return { commit: BigInt(commit), prepare: BigInt(prepare) };
};
