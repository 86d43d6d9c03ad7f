import { text } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import type { NewRunEvent } from '@application/ports';
import type { Viewer } from '@domain/access';
import { launchedData } from '@testing/builders';
import { JobInstallation } from '@testing/installation';
import type { Answer } from '../answers/answer.js';
import type { Buses } from '../routing/buses.js';
import { dispatch } from '../routing/dispatch.js';
import { allowedMethods, type ApiRequest, type Endpoint } from '../routing/endpoint.js';
import { jobEndpoints } from './job-endpoints.js';

const ADMIN: Viewer = { id: 1, username: 'admin', isSuperuser: true, isSystemAuditor: false };

const OUTPUT: NewRunEvent = {
  ...{ counter: 1, event: 'runner_on_ok', uuid: 'u', parentUuid: '', createdAt: '2030-01-15T03:00:00.000000Z' },
  ...{ stdout: '\u001B[0;32mok: [web1]\u001B[0m', startLine: 0, endLine: 1, verbosity: 0, data: {}, hostId: null },
  ...{ hostName: 'web1', failed: false, changed: false, playbook: '', play: '', task: '', role: '' },
};
const END = { exitCode: 0, explanation: '', traceback: '', workflow: null, artifacts: null };

let installation: JobInstallation;
let endpoints: readonly Endpoint[];
beforeEach(async () => {
  installation = await JobInstallation.open();
  endpoints = jobEndpoints(installation.jobs);
});
afterEach(() => installation.close());

const pattern = ({ path }: Endpoint): RegExp => new RegExp(`^${path.replace(':id', '(\\d+)')}$`);

const send = async (method: string, url: string, accept = '*/*'): Promise<Answer> => {
  const [path = '', search = ''] = url.split('?');
  const target = endpoints.find((endpoint) => pattern(endpoint).test(path));
  if (!target) throw new Error(`nothing answers ${path}`);
  const id = pattern(target).exec(path)?.[1] ?? '';
  const request: ApiRequest = {
    ...{
      id: `request ${method} ${url}`,
      viewer: ADMIN,
      method,
      path,
      search,
      isSecure: false,
      remote: '',
      headers: { accept },
    },
    ...{ param: () => id, number: () => Number(id), body: () => ({}), query: () => new URLSearchParams(search) },
  };
  return dispatch(target, request, {} as Buses);
};

const launch = (id: number, more: readonly { readonly type: string; readonly data: object }[] = []): Promise<void> => {
  const queued = [
    { type: 'TemplateLaunched', data: launchedData('job', id, { template: null }) },
    { type: 'JobQueued', data: { passwords: [] } },
  ];
  return installation.cairn.record(`job-${id}`, [...queued, ...more]);
};
const finish = (id: number) => launch(id, [{ type: 'JobSucceeded', data: { status: 'successful', ...END } }]);

describe('endpoints of jobs', () => {
  it('answers each list and page with what it is asked for', async () => {
    await finish(402);
    const lists = endpoints.filter(({ path, methods }) => methods.GET && !path.includes(':id'));
    for (const { path } of lists) expect((await send('GET', path)).json).toHaveProperty('count');
    expect((await send('GET', '/api/v2/jobs/402/')).json).toMatchObject({ id: 402, type: 'job' });
    for (const below of ['credentials', 'labels', 'notifications', 'job_events', 'job_host_summaries'])
      expect((await send('GET', `/api/v2/jobs/402/${below}/`)).json).toMatchObject({ count: 0, results: [] });
  });

  it('offers nothing to write with, but cancel and DELETE', () => {
    const writing = endpoints.filter((endpoint) => /POST|PUT|PATCH|DELETE/.test(allowedMethods(endpoint)));
    expect(writing.map(({ path, methods }) => [path, Object.keys(methods).join()])).toEqual(
      ['jobs', 'workflow_jobs', 'project_updates', 'system_jobs'].flatMap((kind) => [
        [`/api/v2/${kind}/:id/`, 'GET,DELETE'],
        [`/api/v2/${kind}/:id/cancel/`, 'GET,POST'],
      ]),
    );
  });

  it('describes lists and details in OPTIONS', async () => {
    const { headers, json } = await send('OPTIONS', '/api/v2/jobs/');
    expect(headers).toEqual({ allow: 'GET, HEAD, OPTIONS' });
    expect(json).toMatchObject({
      name: 'Job List',
      actions: { GET: { status: { type: 'choice', filterable: true }, elapsed: {}, limit: { label: 'Limit' } } },
      types: ['job'],
      search_fields: ['description', 'name'],
      max_page_size: 200,
    });
  });

  it('cancels with 202 and deletes with 204, both without a body', async () => {
    await launch(402);
    expect((await send('GET', '/api/v2/jobs/402/cancel/')).json).toEqual({ can_cancel: true });
    expect(await send('POST', '/api/v2/jobs/402/cancel/')).toEqual({ status: 202 });
    expect(await send('DELETE', '/api/v2/jobs/402/')).toEqual({ status: 204 });
    await expect(send('GET', '/api/v2/jobs/402/')).rejects.toMatchObject({ kind: 'missing' });
  });

  it('tells how many events a client should ask for', async () => {
    await finish(402);
    expect((await send('GET', '/api/v2/jobs/402/job_events/')).headers).toEqual({ 'x-ui-max-events': '4000' });
  });

  describe('stdout', () => {
    const url = '/api/v2/jobs/402/stdout/';
    beforeEach(async () => {
      await finish(402);
      await installation.output.append(402, [OUTPUT]);
    });

    it.each([
      ['?format=txt', '*/*', 'text/plain; charset=utf-8', 'ok: [web1]\n'],
      ['?format=ansi', '*/*', 'text/plain; charset=utf-8', `${OUTPUT.stdout}\n`],
      ['', 'text/plain', 'text/plain; charset=utf-8', 'ok: [web1]\n'],
    ])('%s for %s', async (query, accept, type, data) => {
      expect(await send('GET', `${url}${query}`, accept)).toEqual({ content: { type, data } });
    });

    it('is a dark page, a light fragment, or as asked', async () => {
      const html = async (query: string) => (await send('GET', `${url}${query}`)).content?.data;
      expect(await html('')).toMatch(/^<!DOCTYPE HTML>.*<body class="ansi_fore ansi_back ansi_dark">/s);
      expect(await html('?format=html&dark=0')).toMatch(/<body class="ansi_fore ansi_back">/);
      expect(await html('?format=api')).toMatch(/^<div class="nocode ansi_fore ansi_back">/);
      expect(await html('?format=api&dark=1')).toMatch(/^<div class="nocode ansi_fore ansi_back ansi_dark">/);
    });

    it('gives a range as JSON; what is no number is none', async () => {
      const range = { start: 0, end: 1, absolute_end: 1 };
      expect((await send('GET', `${url}?format=json&start_line=-1&end_line=x`)).json).toMatchObject({ range });
      expect((await send('GET', `${url}?format=json&start_line=0&end_line=9`)).json).toMatchObject({ range });
    });

    it.each([
      ['txt_download', 'job_402.txt', 'ok: [web1]\n'],
      ['ansi_download', 'job_402.ansi.txt', `${OUTPUT.stdout}\n`],
    ])('flows as %s', async (format, file, content) => {
      const answer = await send('GET', `${url}?format=${format}`);
      expect(answer.headers).toEqual({ 'content-disposition': `attachment; filename="${file}"` });
      expect(await text(answer.content?.data as Readable)).toBe(content);
    });
  });
});
