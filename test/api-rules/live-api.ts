import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Json, JsonObject } from '@domain/kernel';
import { type RunningServer, startServer } from '../../apps/server/src/composition/start-server.js';
import type { Settings } from '../../apps/server/src/configuration/settings.js';
import { structuredLog } from '../../apps/server/src/logging/log.js';
import { settingsFor } from '../live/settings.js';

/** What a request carries besides its method and path. */
export interface Sent {
  /** An object is sent as JSON; text and bytes as they are. */
  readonly body?: JsonObject | readonly Json[] | string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** `name:password`; null: nobody. Default: the administrator. */
  readonly login?: string | null;
}

export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Parsed when it is JSON. */
  readonly json: Json;
}

const PASSWORD = 'secret of admin';

/** A whole server in this process, with jobs that end at once, and a client that hides nothing of what it answers. */
export class LiveApi {
  readonly admin = `admin:${PASSWORD}`;

  private constructor(
    private readonly server: RunningServer,
    private readonly folder: string,
  ) {}

  static async start(more: Partial<Settings> = {}): Promise<LiveApi> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-api-'));
    const projectsRoot = join(folder, 'projects');
    mkdirSync(join(projectsRoot, 'demo'), { recursive: true });
    writeFileSync(join(projectsRoot, 'demo', 'site.yml'), '- hosts: all\n');
    const settings = settingsFor(join(folder, 'data'), {
      ...{
        projectsRoot,
        adminPassword: PASSWORD,
        capacity: 100,
        noop: { artifactBytes: 0, log: join(folder, 'executed') },
      },
      ...more,
    });
    const log = structuredLog('error', (line) => process.stderr.write(`${line}\n`));
    const server = await startServer(settings, log, (error) => {
      throw error;
    });
    return new LiveApi(server, folder);
  }

  get url(): string {
    return this.server.url;
  }

  /** @param path from the root, or below `/api/v2/` when it does not begin with a slash */
  send(method: string, path: string, { body, headers = {}, login = this.admin }: Sent = {}): Promise<Answered> {
    const isRaw = body === undefined || typeof body === 'string' || Buffer.isBuffer(body);
    const data = isRaw ? body : JSON.stringify(body);
    const all: Record<string, string> = {
      ...(login !== null && { authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
      ...(data !== undefined && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(data)),
      }),
      ...headers,
    };
    const target = new URL(path.startsWith('/') ? path : `/api/v2/${path}`, this.url);
    return new Promise((resolve, reject) => {
      const sent = httpRequest(target, { method, headers: all }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          const isJson = response.headers['content-type'] === 'application/json' && text !== '';
          const json = isJson ? (JSON.parse(text) as Json) : null;
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json });
        });
      });
      sent.on('error', reject);
      sent.end(data);
    });
  }

  /** The object at a path. @throws when the answer is not 200 */
  async get(path: string): Promise<JsonObject> {
    const { status, json, text } = await this.send('GET', path);
    if (status !== 200) throw new Error(`GET ${path} answered ${status} ${text}`);
    return json as JsonObject;
  }

  /** Creates an object. @throws when the answer is none of success */
  async post(path: string, body: JsonObject): Promise<JsonObject & { readonly id: number }> {
    const { status, json, text } = await this.send('POST', path, { body });
    if (status >= 300) throw new Error(`POST ${path} answered ${status} ${text}`);
    return (json ?? {}) as JsonObject & { readonly id: number };
  }

  async stop(): Promise<void> {
    await this.server.stop();
    rmSync(this.folder, { recursive: true });
  }
}

/** A value that must be text. @throws when it is not */
export const textOf = (value: Json | undefined): string => {
  if (typeof value !== 'string') throw new Error(`no text: ${JSON.stringify(value)}`);
  return value;
};
