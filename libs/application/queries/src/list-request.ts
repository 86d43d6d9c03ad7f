import type { RawBuilder, SqlBool } from 'kysely';
import type { Row } from '@application/ports';
import type { QueryModel } from './model.js';

/** Restricts a list: an SQL condition over the row's alias, bound parameters only. */
export type Scope = (alias: string) => RawBuilder<SqlBool>;

/** What a caller asks of a list, and what he may see of it. */
export interface ListRequest {
  readonly model: QueryModel;
  /** The query as it came, undecoded, without `?`. */
  readonly search: string;
  /** Stands in `next` and `previous`: `/api/v2/hosts/`. */
  readonly path: string;
  /** All must hold: visibility, membership in a sublist. */
  readonly scopes?: readonly Scope[];
  /** Rows on which the caller has the role that `role_level` names; undefined: all. Lists without roles refuse the parameter. */
  readonly roleScope?: (role: string) => Promise<Scope | undefined>;
  /** `/hosts/` alone answers every refusal as 400 `{"error": text}`. */
  readonly refusals?: 'detail' | 'error';
}

/** One page of rows: all columns of the model's table. */
export interface Page {
  readonly count: number;
  readonly next: string | null;
  readonly previous: string | null;
  readonly rows: readonly Row[];
  /** The caller sent `count_disabled`: the answer is bare results. */
  readonly isCountDisabled?: boolean;
}
