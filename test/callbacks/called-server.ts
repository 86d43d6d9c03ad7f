import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '@domain/kernel';
import { startServer, type RunningServer } from '../../apps/server/src/composition/start-server.js';
import { structuredLog } from '../../apps/server/src/logging/log.js';
import { settingsFor } from '../live/settings.js';

const PASSWORD = 'pw';
const BASIC = { authorization: `Basic ${Buffer.from(`admin:${PASSWORD}`).toString('base64')}` };

/** What came back, whatever it was. */
export interface Answer {
  readonly status: number;
  /** Undefined for an answer without a body. */
  readonly body: Json | undefined;
  readonly location: string | undefined;
}

export interface Sent {
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  /** Below `/api/v2/job_templates/`. */
  readonly path?: string;
}

/** A server whose hosts call back; every job takes a minute, so that it is pending for the next call. */
export class CalledServer {
  private made = 0;
  organization = 0;
  inventory = 0;
  project = 0;

  private constructor(
    private readonly server: RunningServer,
    private readonly folder: string,
    private readonly lines: readonly string[],
  ) {}

  /** @param proxies that are trusted; X-Forwarded-For is looked at in any case */
  static async open(proxies: readonly string[] = []): Promise<CalledServer> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-called-'));
    const projectsRoot = join(folder, 'projects');
    mkdirSync(join(projectsRoot, 'site'), { recursive: true });
    writeFileSync(join(projectsRoot, 'site', 'site.yml'), '- hosts: all\n  tasks: []\n');
    const settings = settingsFor(join(folder, 'data'), {
      ...{ projectsRoot, adminPassword: PASSWORD, logLevel: 'debug', trustedProxies: proxies },
      remoteHostHeaders: ['HTTP_X_FORWARDED_FOR', 'REMOTE_ADDR'],
    });
    const lines: string[] = [];
    const log = structuredLog('debug', (line) => lines.push(line));
    const called = new CalledServer(await startServer(settings, log, () => undefined), folder, lines);
    called.organization = await called.make('organizations', {});
    called.inventory = await called.make('inventories', { organization: called.organization });
    called.project = await called.make('projects', { organization: called.organization, local_path: 'site' });
    return called;
  }

  async close(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true });
  }

  async make(path: string, body: JsonObject): Promise<number> {
    this.made += 1;
    const { status, body: answer } = await this.api('POST', path, { name: `${path} ${this.made}`, ...body });
    if (status !== 201) throw new Error(`${path} answered ${status}: ${JSON.stringify(answer)}`);
    return Number((answer as JsonObject)['id']);
  }

  /** A template that this machine may call with the key `k`, as the only host unless said otherwise. */
  async template(more: JsonObject = {}, hosts: readonly string[] = ['127.0.0.1']): Promise<number> {
    const inventory = await this.make('inventories', { organization: this.organization });
    for (const [index, address] of hosts.entries()) {
      await this.make('hosts', { inventory, name: `node${index + 3}`, variables: `ansible_host: ${address}` });
    }
    const own = { extra_vars: 'cairn_noop: {duration_ms: 60000}', host_config_key: 'k' };
    return this.make('job_templates', { inventory, project: this.project, playbook: 'site.yml', ...own, ...more });
  }

  api(method: string, path: string, body?: JsonObject): Promise<Answer> {
    const type = 'application/json';
    return this.send(`/api/v2/${path}/`, body && JSON.stringify(body), { method, type, headers: BASIC });
  }

  /** A call without a login. */
  call(template: number | string, body: string | Buffer, sent: Sent = {}): Promise<Answer> {
    return this.send(`/api/v2/job_templates/${sent.path ?? `${template}/callback/`}`, body, sent);
  }

  form(template: number, key: string): Promise<Answer> {
    return this.call(template, new URLSearchParams({ host_config_key: key }).toString());
  }

  json(template: number, body: Json): Promise<Answer> {
    return this.call(template, JSON.stringify(body), { type: 'application/json' });
  }

  async attempts(template: number): Promise<readonly JsonObject[]> {
    const { body } = await this.api('GET', `job_templates/${template}/callback_attempts`);
    return (body as { readonly results: readonly JsonObject[] }).results;
  }

  /** The newest job of a template. */
  async job(template: number): Promise<JsonObject> {
    const { body } = await this.send(`/api/v2/job_templates/${template}/jobs/?order_by=-id`, undefined, {
      ...{ method: 'GET', headers: BASIC },
    });
    return (body as { readonly results: readonly JsonObject[] }).results[0] ?? {};
  }

  /** All that the server has written: its log lines, its log, its read models. */
  written(): string {
    const data = join(this.folder, 'data');
    const files = readdirSync(data).filter((name) => name.includes('sqlite'));
    return [...this.lines, ...files.map((name) => readFileSync(join(data, name), 'latin1'))].join('\n');
  }

  private send(path: string, body: string | Buffer | undefined, sent: Sent): Promise<Answer> {
    const { method = 'POST', type = 'application/x-www-form-urlencoded', headers = {} } = sent;
    return new Promise((resolve, reject) => {
      const url = new URL(path, this.server.url);
      const request = httpRequest(url, { method, headers: { 'content-type': type, ...headers } }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (piece: string) => (text += piece));
        answer.on('end', () => {
          const { statusCode: status = 0, headers: given } = answer;
          const parsed = text === '' ? undefined : (JSON.parse(text) as Json);
          resolve({ status, body: parsed, location: given.location });
        });
      });
      request.on('error', reject).end(body);
    });
  }
}
