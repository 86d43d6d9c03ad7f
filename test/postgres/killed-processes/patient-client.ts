import { setTimeout as pass } from 'node:timers/promises';
import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import type { Installation } from './installation.js';

const PATIENCE_MS = 60_000;
const ANSWER_MS = 30_000;
const AGAIN_MS = 50;

export interface Answer {
  readonly status: number;
  readonly body: Json;
  /** Which of the doors answered. */
  readonly door: number;
}

/** A client that goes to the other door when nobody is at one, as a load balancer does. */
export class PatientClient {
  /** Requests that were under way when a process died, or that a process could not answer. */
  broken = 0;
  refused = 0;
  private turn = 0;

  constructor(private readonly installation: Pick<Installation, 'apis' | 'home'>) {}

  /** Sends something once: goes on to the next door only when this one has surely not taken it. Null: nobody knows. */
  async once(path: string, body: object): Promise<Answer | null> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pass(AGAIN_MS)) {
      const door = this.turn++ % this.installation.apis.length;
      const sent = await this.at(door, path, body);
      if (sent === 'not there') continue;
      return sent === 'broken' ? null : sent;
    }
    throw new Error(`nobody took ${path}`);
  }

  /** Asks until somebody answers. */
  async get(path: string): Promise<Json> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline; await pass(AGAIN_MS)) {
      const answer = await this.at(this.turn++ % this.installation.apis.length, path);
      if (typeof answer === 'string') continue;
      if (answer.status === 200) return answer.body;
      throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body).slice(0, 300)}`);
    }
    throw new Error(`nobody answered ${path}`);
  }

  /** At one door. `not there`: it was surely not taken. */
  async at(door: number, path: string, body?: object): Promise<Answer | 'not there' | 'broken'> {
    const { apis, home } = this.installation;
    const login = Buffer.from(`${home.user}:${home.password}`).toString('base64');
    try {
      const answer = await fetch(`${apis[door]?.base ?? ''}/api/v2/${path}`, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Basic ${login}`, 'content-type': 'application/json' },
        body: body ? JSON.stringify(body) : null,
        signal: AbortSignal.timeout(ANSWER_MS),
      });
      const text = await answer.text();
      if (answer.status < 500) return { status: answer.status, body: JSON.parse(text) as Json, door };
      this.failures.push(`${path} answered ${answer.status}: ${text.slice(0, 300)}`);
    } catch (error) {
      if (codeOf(error) === 'ECONNREFUSED') {
        this.refused += 1;
        return 'not there';
      }
    }
    this.broken += 1;
    return 'broken';
  }

  /** Answers that say that a server could not do it. */
  readonly failures: string[] = [];

  /** A whole list, page by page. */
  async all(path: string): Promise<readonly JsonObject[]> {
    const found: JsonObject[] = [];
    for (let page = 1; ; page += 1) {
      const answer = await this.get(`${path}${path.includes('?') ? '&' : '?'}page_size=200&page=${page}`);
      if (!isJsonObject(answer) || !Array.isArray(answer['results'])) throw new Error(`${path} is no list`);
      found.push(...(answer['results'] as readonly JsonObject[]));
      if (answer['next'] === null) return found;
    }
  }
}

/** Errors of fetch are not made of the classes that Jest gives to tests. */
const codeOf = (error: unknown): unknown => {
  const cause: unknown = Reflect.get(Object(error), 'cause');
  return Reflect.get(Object(cause), 'code');
};
