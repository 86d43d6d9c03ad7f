import type { Readable } from 'node:stream';
import type { Json, JsonObject } from '@domain/kernel';

/** What an endpoint answers: JSON, content of another type, or nothing. Status 200 unless said otherwise. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `Set-Cookie` headers. */
  readonly cookies?: readonly string[];
  /** Shown as JSON; Numerals as the digits they were written with. */
  readonly json?: JsonObject | readonly Json[];
  readonly content?: { readonly type: string; readonly data: string | Buffer | Readable };
}

export const ok = (json: JsonObject): Answer => ({ json });

/** 201 with the new object and where it is. */
export const created = (json: JsonObject, location?: string): Answer => {
  const url = location ?? json['url'];
  return { status: 201, json, headers: typeof url === 'string' ? { location: url } : {} };
};

export const accepted = (json?: JsonObject): Answer => ({ status: 202, ...(json ? { json } : {}) });

export const noContent = (): Answer => ({ status: 204 });
