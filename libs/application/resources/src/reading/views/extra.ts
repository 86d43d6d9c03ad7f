import type { ReadStore, Row } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import type { ResourceDeclaration } from '../../declaration/resource.js';

/** What one kind shows beyond what its declaration says. */
export interface Extra {
  readonly related?: JsonObject;
  readonly summary?: JsonObject;
  readonly fields?: JsonObject;
}

/** The rows of one answer, all of a kind. */
export interface ExtraRequest {
  readonly store: ReadStore;
  readonly kind: ResourceDeclaration;
  readonly rows: readonly Row[];
  readonly ids: readonly number[];
}

/** Reads for all rows at once, then tells of each. */
export type ExtraReader = (request: ExtraRequest) => Promise<(row: Row) => Extra>;

export const NOTHING: Extra = {};
