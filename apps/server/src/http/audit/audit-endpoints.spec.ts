import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { MemoryEventLog } from '@adapters/event-log-memory';
import { EventHistory, JobProvenance } from '@application/audit';
import type { EventMeta } from '@application/ports';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { launchedData } from '@testing/builders';
import type { Buses } from '../routing/buses.js';
import { dispatch } from '../routing/dispatch.js';
import type { ApiRequest } from '../routing/endpoint.js';
import { auditEndpoints } from './audit-endpoints.js';

const admin: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };
const META: EventMeta = {
  ...{ correlation: 'c', causation: 'x', actor: { kind: 'user', id: 1, name: 'admin' } },
  ...{ at: '2030-01-15T03:00:00.000000Z', hash: 'h' },
};

let log: MemoryEventLog;
beforeEach(() => (log = new MemoryEventLog()));

const append = async (stream: string, types: readonly string[], data: object = {}): Promise<void> => {
  const events = types.map((type, n) => ({ id: `${stream}/${n}`, type, schema: 1, data, meta: META }));
  await log.append(stream, 'no-stream', events);
};

/** A request by the admin, as far as these endpoints look at one. */
const get = (url: string, headers: ApiRequest['headers'] = {}) => {
  const mayRead = async () => false;
  const services = { history: new EventHistory(log, mayRead), provenance: new JobProvenance(log, mayRead) };
  const [path = '', search = ''] = url.split('?');
  const target = auditEndpoints(services).find((endpoint) => endpoint.path.replace(':id', '402') === path);
  if (!target) throw new Error(`no endpoint at ${path}`);
  const request: ApiRequest = {
    ...{ id: 'r', viewer: admin, method: 'GET', path, search, isSecure: false, remote: '', headers },
    ...{ param: () => '402', number: () => 402, body: () => ({}), query: () => new URLSearchParams(search) },
  };
  return dispatch(target, request, {} as Buses);
};

describe('/api/v2/event_history/', () => {
  const url = '/api/v2/event_history/';

  it('links the next page with the same filters', async () => {
    await append('job-402', ['A', 'B', 'A', 'A']);
    const first = (await get(`${url}?type=A&page_size=2`)).json as JsonObject;
    expect(first['results']).toMatchObject([{ revision: 0 }, { revision: 2 }]);
    expect(first['next']).toBe(`${url}?type=A&page_size=2&after=0000000000000003`);
    const second = (await get(first['next'] as string)).json;
    expect(second).toMatchObject({ next: null, results: [{ revision: 3 }] });
    const last = (await get(`${url}?stream=job-402&order=desc&page_size=3`)).json;
    expect(last).toMatchObject({ next: `${url}?stream=job-402&order=desc&page_size=3&from=0` });
  });

  it.each([
    ['?format=ndjson', {}],
    ['', { accept: 'application/x-ndjson' }],
  ])('is a line per event when asked for by "%s" or %j', async (query, headers) => {
    await append('job-402', ['A', 'B']);
    const { content } = await get(url + query, headers);
    expect(content?.type).toBe('application/x-ndjson');
    const lines = (await text(content?.data as Readable)).split('\n');
    expect(lines.map((line) => (line === '' ? '' : (JSON.parse(line) as { type: string }).type))).toEqual([
      'A',
      'B',
      '',
    ]);
  });

  it('reads no further than it is read', async () => {
    const types = Array.from({ length: 5000 }, () => 'A');
    await append('job-402', types);
    let pages = 0;
    const readAll = log.readAll.bind(log);
    log.readAll = (options) => ((pages += 1), readAll(options));
    const { content } = await get(`${url}?format=ndjson`);
    const stream = content?.data as Readable;
    for await (const line of stream) {
      expect(String(line)).toContain('"revision":0');
      break;
    }
    expect(stream.destroyed).toBe(true);
    expect(pages).toBe(1);
  });
});

describe('provenance', () => {
  it.each([
    ['job', '/api/v2/jobs/402/provenance/'],
    ['project_update', '/api/v2/project_updates/402/provenance/'],
  ] as const)('of a %s, narrowed by the query', async (kind, url) => {
    await append(
      'job-402',
      ['TemplateLaunched'],
      launchedData(kind, 402, { fixed: { scm_branch: 'main', timeout: 0 } }),
    );
    expect((await get(url)).json).toMatchObject({
      id: 402,
      type: kind,
      values: [{ field: 'scm_branch' }, { field: 'timeout' }],
    });
    expect((await get(`${url}?field=timeout&variable=x`)).json).toMatchObject({ values: [{ field: 'timeout' }] });
  });

  it('of a workflow job', async () => {
    await append('wfjob-402', ['TemplateLaunched'], launchedData('workflow_job', 402));
    expect((await get('/api/v2/workflow_jobs/402/provenance/')).json).toMatchObject({
      stream: 'wfjob-402',
      launched: [{}],
    });
    await expect(get('/api/v2/jobs/402/provenance/')).rejects.toMatchObject({ kind: 'missing' });
  });
});
