import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JsonObject } from '@domain/kernel';
import { type RunningServer, startServer } from '../../apps/server/src/composition/start-server.js';
import { structuredLog } from '../../apps/server/src/logging/log.js';
import { settingsFor } from '../live/settings.js';

const PASSWORD = 'Gold-9-pass-word';

/** How a request logs in: by name (all have the same password), by token, or with headers of its own. */
export type As = string | { readonly bearer: string } | { readonly headers: Readonly<Record<string, string>> };

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: JsonObject;
}

export interface Sent {
  readonly as?: As;
  readonly json?: JsonObject;
  readonly form?: Readonly<Record<string, string>>;
}

/** A whole server of its own in this process, and people who send requests to it. */
export class LoginWorld {
  readonly lines: string[] = [];
  readonly password = PASSWORD;
  private server: RunningServer | undefined;

  private constructor(private readonly folder: string) {}

  static async open(): Promise<LoginWorld> {
    const world = new LoginWorld(mkdtempSync(join(tmpdir(), 'cairn-logins-')));
    await world.start();
    return world;
  }

  get base(): string {
    return this.server?.url ?? '';
  }

  async start(): Promise<void> {
    const log = structuredLog('debug', (line) => this.lines.push(line));
    this.server = await startServer(
      settingsFor(this.folder, { adminPassword: PASSWORD, logLevel: 'debug' }),
      log,
      (error) => {
        throw error;
      },
    );
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.folder, { recursive: true });
  }

  /** A new user; the id. */
  async user(username: string, more: JsonObject = {}): Promise<number> {
    const { body } = await this.send('POST', '/api/v2/users/', { json: { username, password: PASSWORD, ...more } });
    return Number(body['id']);
  }

  /** @param path from the root; without `as` the request is that of `admin` */
  async send(method: string, path: string, { as = 'admin', json, form }: Sent = {}): Promise<Reply> {
    const type = json ? 'application/json' : 'application/x-www-form-urlencoded';
    const response = await fetch(`${this.base}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...headersOf(as), ...((json ?? form) && { 'content-type': type }) },
      body: json ? JSON.stringify(json) : form ? new URLSearchParams(form).toString() : null,
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type') === 'application/json' && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: isJson ? (JSON.parse(text) as JsonObject) : {},
    };
  }

  /** All that the server keeps and says. */
  kept(): Buffer {
    const files = readdirSync(this.folder, { recursive: true, encoding: 'utf8' });
    const contents = files
      .map((file) => join(this.folder, file))
      .filter((file) => existsSync(file) && /sqlite/.test(file))
      .map((file) => readFileSync(file));
    return Buffer.concat([...contents, Buffer.from(this.lines.join('\n'))]);
  }
}

const headersOf = (as: As): Readonly<Record<string, string>> => {
  if (typeof as === 'string')
    return as === '' ? {} : { authorization: `Basic ${Buffer.from(`${as}:${PASSWORD}`).toString('base64')}` };
  return 'bearer' in as ? { authorization: `Bearer ${as.bearer}` } : as.headers;
};
