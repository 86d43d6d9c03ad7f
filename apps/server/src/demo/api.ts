import { setTimeout as pause } from 'node:timers/promises';
import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';

/** How the demo reaches the server: as any other client does. */
export interface ApiAccess {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Ends what is under way. */
  readonly signal?: AbortSignal;
}

/** The server refused what the demo asked for. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed';
}

/** An object of the API, as far as its identity goes. */
export interface Found extends JsonObject {
  readonly id: number;
}

/** The few calls that the demo makes, paths below `/api/v2/`. */
export class Api {
  private readonly authorization: string;

  constructor(private readonly access: ApiAccess) {
    this.authorization = `Basic ${Buffer.from(`${access.user}:${access.password}`).toString('base64')}`;
  }

  get(path: string): Promise<JsonObject> {
    return this.send('GET', path);
  }

  post(path: string, body: JsonObject): Promise<JsonObject> {
    return this.send('POST', path, body);
  }

  patch(path: string, body: JsonObject): Promise<JsonObject> {
    return this.send('PATCH', path, body);
  }

  /** All that a list holds under a query, given that it fits one page. */
  async list(path: string, query: Readonly<Record<string, string>>): Promise<readonly Found[]> {
    const { results } = await this.get(`${path}?${new URLSearchParams({ page_size: '200', ...query }).toString()}`);
    return Array.isArray(results) ? results.filter(isFound) : [];
  }

  /** The id of the one object that has these values of `key`; it is made when there is none. */
  async ensure(path: string, key: Readonly<Record<string, string>>, rest: JsonObject = {}): Promise<number> {
    const [existing] = await this.list(path, key);
    const object = existing ?? (await this.post(path, { ...rest, ...key }));
    if (!isFound(object)) throw new DemoFailed(`${path} answered without an id`);
    return object.id;
  }

  pause(milliseconds: number): Promise<void> {
    return pause(milliseconds, undefined, { signal: this.access.signal });
  }

  private async send(method: string, path: string, body?: JsonObject): Promise<JsonObject> {
    const answer = await fetch(`${this.access.url}/api/v2/${path}`, {
      method,
      headers: { authorization: this.authorization, 'content-type': 'application/json' },
      body: body ? JSON.stringify(body) : null,
      signal: this.access.signal ?? null,
    });
    const text = await answer.text();
    if (!answer.ok) throw new DemoFailed(`${method} /api/v2/${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    const json = text === '' ? {} : (JSON.parse(text) as Json);
    return isJsonObject(json) ? json : {};
  }
}

export const isFound = (value: Json): value is Found => isJsonObject(value) && typeof value['id'] === 'number';

/** A text of an answer; empty for anything else. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
