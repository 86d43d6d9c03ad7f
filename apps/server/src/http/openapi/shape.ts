import type { Method } from '../routing/endpoint.js';
import type { Schema } from './json-schema.js';

/** A refusal with a body of JSON or a page. */
export type Refused = { readonly answers: Schema } | { readonly media: string };

/** What one method of a path takes and answers, as far as the general rules do not say it. */
export interface Operation {
  /** A list of these, filtered by the list model of the same name. */
  readonly page?: string;
  /** JSON of this form. */
  readonly answers?: Schema;
  /** 200, 201 for POST, 204 for DELETE. */
  readonly status?: number;
  /** Another answer of the same method: POST that attaches (204) or creates (201). */
  readonly or?: { readonly status: number; readonly answers?: Schema };
  readonly takes?: Schema;
  /** It takes a form, whether or not JSON, too. */
  readonly form?: Schema;
  /** Refusals in words of their own: the media type by status, and what it holds where it is JSON. */
  readonly refuses?: Readonly<Record<number, Refused>>;
  /** Further query parameters: name and what it does. */
  readonly query?: Readonly<Record<string, string>>;
  /** Media types beside JSON. */
  readonly media?: readonly string[];
}

export type Shape = Readonly<Partial<Record<Method, Operation>>>;

/** Shapes by path. */
export type Shapes = Readonly<Record<string, Shape>>;
