import type { RawBuilder } from 'kysely';
import type { SqlValue } from '@application/ports';

/** How a column's values are read from a query parameter. Booleans are stored as 0/1, times as ISO 8601 UTC text with six decimals. */
export type ColumnType = 'string' | 'text' | 'integer' | 'float' | 'boolean' | 'datetime' | 'id' | 'json';

/** A field that lists can be filtered and ordered by. */
export interface QueryColumn {
  /** As the API names it. */
  readonly name: string;
  readonly type: ColumnType;
  /** Column of the table (default: the name), or a computed expression over the row's alias. */
  readonly sql?: string | ((alias: string) => RawBuilder<unknown>);
  /** A boolean that may be null accepts `null` and `none`. */
  readonly nullable?: boolean;
  /** Refused with 403: `Filtering on <name> is not allowed.`, or the text given here (spec resources.md §3.3). */
  readonly protected?: boolean | string;
  /** false: shown but unknown to filters. */
  readonly filterable?: boolean;
}

interface RelationBase {
  /** As filters name it: `inventory`, `labels`, `job_templates`. */
  readonly name: string;
  /** Name of the related model, looked up when it is used: models may form cycles. */
  readonly target: string;
  /** Refused with 403, as for columns. */
  readonly protected?: boolean | string;
}

/** At most one related row: `<column> = target.<targetColumn>` (a foreign key, or a shared id). */
export interface OneRelation extends RelationBase {
  readonly kind: 'one';
  /** Column of this table, or the id worked out over the row's alias. Default: the name. */
  readonly column?: string | ((alias: string) => RawBuilder<unknown>);
  /** Default `id`. */
  readonly targetColumn?: string;
}

/** Reverse relation: rows of the target that point here with `targetColumn`. */
export interface ManyRelation extends RelationBase {
  readonly kind: 'many';
  readonly targetColumn: string;
  /** Column of this table they point to. Default `id`. */
  readonly column?: string;
}

/** Related over a link table. */
export interface ManyToManyRelation extends RelationBase {
  readonly kind: 'many-to-many';
  readonly via: {
    readonly table: string;
    /** Column with this model's id. */
    readonly parent: string;
    /** Column with the target's id. */
    readonly child: string;
    /** For a link table that holds several relations: `{relation: 'labels'}`. */
    readonly where?: Readonly<Record<string, SqlValue>>;
  };
}

export type QueryRelation = OneRelation | ManyRelation | ManyToManyRelation;

/** One listable thing. */
export interface QueryModel {
  /** As AWX prints it in refusals: `JobTemplate`. */
  readonly name: string;
  /** Table or view with a unique `id`, or a subquery without alias (for a union). */
  readonly table: string | RawBuilder<unknown>;
  /** Its API type (`job_template`); of a mixed list the column that holds each row's type. */
  readonly type: string | { readonly column: string };
  readonly columns: readonly QueryColumn[];
  readonly relations?: readonly QueryRelation[];
  /** Columns that `search=` looks into; none: `search=` filters nothing. */
  readonly search?: readonly string[];
  /** `['name']`, `['-id']`, `['organization__name', 'name']`; also what ordering by a relation to this model means. */
  readonly ordering: readonly string[];
}
