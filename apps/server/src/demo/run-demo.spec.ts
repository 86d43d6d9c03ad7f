import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDemo, type DemoOutcome } from './run-demo.js';

type Row = Record<string, unknown> & { id: number };

/** Objects by collection, found by their fields: as much of the API as a load needs, and a workflow that ends at once. */
class FakeApi {
  readonly writes: string[] = [];
  readonly rows = new Map<string, Row[]>();
  /** The write after so many is refused. */
  patience = Number.POSITIVE_INFINITY;
  private readonly server: Server = createServer((request, response) => {
    void (async () => {
      let text = '';
      for await (const part of request) text += String(part);
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
      const path = pathname.replace('/api/v2/', '');
      const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
      if (request.method !== 'GET') this.writes.push(`${request.method} ${path}`);
      const isRefused = request.method !== 'GET' && this.writes.length > this.patience;
      response.statusCode = isRefused ? 503 : 200;
      response.end(
        JSON.stringify(isRefused ? { detail: 'later' } : this.answer(request.method, path, searchParams, body)),
      );
    })();
  });

  async listen(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }

  private answer(
    method: string | undefined,
    path: string,
    query: URLSearchParams,
    body: Record<string, unknown>,
  ): unknown {
    if (path.endsWith('/provenance/')) return { values: [] };
    if (/^workflow_jobs\/\d+\/$/.test(path)) return { status: 'successful' };
    if (/^workflow_jobs\/\d+\/workflow_nodes\/$/.test(path)) return { results: [] };
    const collection = this.rows.get(path) ?? [];
    if (method === 'GET') return { results: collection.filter((row) => matches(row, query)) };
    if (method === 'PATCH') return Object.assign(this.byPath(path), body);
    const row = { id: [...this.rows.values()].flat().length + 1, ...body };
    this.rows.set(path, [...collection, row]);
    return row;
  }

  private byPath(path: string): Row {
    const [collection, id] = path.split('/');
    const row = this.rows.get(`${collection}/`)?.find((each) => each.id === Number(id));
    if (!row) throw new Error(`nothing at ${path}`);
    return row;
  }
}

const matches = (row: Row, query: URLSearchParams): boolean =>
  [...query].every(([key, value]) => key === 'page_size' || String(row[key]) === value);

const projectsRoot = mkdtempSync(join(tmpdir(), 'cairn-demo-'));
let api: FakeApi;
let url: string;
let said: string;
const demo = (signal?: AbortSignal): Promise<DemoOutcome> =>
  runDemo({
    url,
    user: 'admin',
    password: 'x',
    projectsRoot,
    out: { write: (text) => void (said += text) },
    ...(signal && { signal }),
  });

beforeEach(async () => {
  said = '';
  api = new FakeApi();
  url = await api.listen();
});
afterEach(() => api.close());
afterAll(() => rmSync(projectsRoot, { recursive: true }));

describe('the demo', () => {
  it('creates everything once, launches, and tells how to do it again', async () => {
    expect(await demo()).toBe('ran');
    expect(api.writes.filter((write) => write.endsWith('/launch/'))).toHaveLength(1);
    expect(said).toContain('ended: successful');
    expect(said).toContain('curl --user admin');
  });

  it('touches nothing when it was loaded before', async () => {
    await demo();
    api.writes.length = 0;
    said = '';
    expect(await demo()).toBe('was there');
    expect([api.writes, said]).toEqual([[], '']);
  });

  it('says what stopped it, and makes nothing twice when it is taken up again', async () => {
    for (const patience of [1, 9, 20, 13]) {
      api.writes.length = 0;
      api.patience = patience;
      expect(await demo()).toBe('failed');
      expect(said).toContain('answered 503: {"detail":"later"}');
    }
    api.patience = Number.POSITIVE_INFINITY;
    expect(await demo()).toBe('ran');
    const names = [...api.rows.entries()].flatMap(([path, rows]) =>
      rows.map((row) => `${path} ${String(row['name'])}`),
    );
    const named = names.filter((name) => !/undefined$|survey_spec/.test(name));
    expect(new Set(named).size).toBe(named.length);
  });

  it('ends quietly when the server stops', async () => {
    expect(await demo(AbortSignal.abort())).toBe('stopped');
    expect(said).toBe('');
  });
});
