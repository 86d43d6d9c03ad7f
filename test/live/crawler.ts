import { isJsonObject, type Json } from '@domain/kernel';
import type { Access } from './raw-api.js';

/** One answer, as text. */
export interface Page {
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

/** Reads the API as far as links lead: the index, its lists, every object in them and whatever is related to it. */
export class Crawler {
  private readonly visited = new Set<string>();

  constructor(private readonly access: Access) {}

  /** Answers read so far. */
  get count(): number {
    return this.visited.size;
  }

  /** Everything that this user can reach, each address once. */
  async *everything(): AsyncGenerator<Page> {
    const queue = ['/api/v2/', '/api/v2/event_history/?page_size=200&order=desc'];
    for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
      if (this.visited.has(path)) continue;
      this.visited.add(path);
      const page = await this.read(path);
      yield page;
      queue.push(...linksIn(path, page.text).filter((link) => !this.visited.has(link)));
    }
  }

  private async read(path: string): Promise<Page> {
    const login = Buffer.from(`${this.access.user}:${this.access.password}`).toString('base64');
    const answer = await fetch(`${this.access.base}${path}`, { headers: { authorization: `Basic ${login}` } });
    return { path, status: answer.status, text: await answer.text() };
  }
}

/**
 * Lists lead to their objects, objects to what is related, jobs to why they have their values, history to its next page; sublists
 * lead nowhere, for their objects have lists of their own.
 */
const linksIn = (path: string, text: string): readonly string[] => {
  const body = parsed(text);
  if (!isJsonObject(body)) return [];
  if (path === '/api/v2/') return strings(Object.values(body)).map((link) => `${link}?page_size=200`);
  if (path.startsWith('/api/v2/event_history/')) return strings([body['next'] ?? null]);
  if (/^\/api\/v2\/[^/]+\/\?/.test(path)) return urlsOf(body['results']);
  return isJsonObject(body['related']) && /^\/api\/v2\/[^/]+\/\d+\/$/.test(path)
    ? [...strings(Object.values(body['related'])), ...explanations(path)]
    : [];
};

/** No link of AWX's leads there. */
const explanations = (path: string): readonly string[] =>
  /^\/api\/v2\/(jobs|workflow_jobs|project_updates|system_jobs)\//.test(path) ? [`${path}provenance/`] : [];

const urlsOf = (results: Json | undefined): readonly string[] =>
  Array.isArray(results) ? strings(results.filter(isJsonObject).map(({ url = null }) => url)) : [];

const strings = (values: readonly Json[]): readonly string[] =>
  values.filter((value): value is string => typeof value === 'string' && value.startsWith('/api/v2/'));

const parsed = (text: string): Json => {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return null; // output of a job, or a page for people: it has no links
  }
};
