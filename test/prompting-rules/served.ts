import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import { until } from '@testing/runs';
import { startServer } from '../../apps/server/src/composition/start-server.js';
import { textOf } from '../../apps/server/src/demo/api.js';
import { structuredLog } from '../../apps/server/src/logging/log.js';
import { settingsFor } from '../live/settings.js';

const PASSWORD = 'pw';
const ENDED = ['successful', 'failed', 'error', 'canceled'];

/** What came back, whatever it was. */
export interface Answer {
  readonly status: number;
  /** An empty object for an answer without a body. */
  readonly body: JsonObject;
  readonly location: string | null;
}

/** A whole server on the noop executor, asked as its clients ask it. One serves all cases of a file. */
export class Served {
  private made = 0;

  private constructor(
    private readonly url: string,
    private readonly close: () => Promise<void>,
  ) {}

  static async open(): Promise<Served> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-rules-'));
    const projects = join(folder, 'projects');
    mkdirSync(join(projects, 'site'), { recursive: true });
    writeFileSync(join(projects, 'site', 'site.yml'), '- hosts: all\n  tasks: []\n');
    const log = structuredLog('error', () => undefined);
    const server = await startServer(
      settingsFor(join(folder, 'data'), { projectsRoot: projects, adminPassword: PASSWORD }),
      log,
      () => undefined,
    );
    return new Served(server.url, async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    });
  }

  stop(): Promise<void> {
    return this.close();
  }

  /** @param path below `/api/v2/`, without a slash at its end unless it has a query */
  async send(method: string, path: string, body?: Json, as = 'admin'): Promise<Answer> {
    const answer = await fetch(`${this.url}/api/v2/${path.includes('?') ? path : `${path}/`}`, {
      method,
      headers: {
        authorization: `Basic ${Buffer.from(`${as}:${PASSWORD}`).toString('base64')}`,
        'content-type': 'application/json',
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await answer.text();
    const json = text === '' ? {} : (JSON.parse(text) as Json);
    return {
      status: answer.status,
      body: isJsonObject(json) ? json : { list: json },
      location: answer.headers.get('location'),
    };
  }

  get(path: string, as?: string): Promise<Answer> {
    return this.send('GET', path, undefined, as);
  }

  post(path: string, body: Json = {}, as?: string): Promise<Answer> {
    return this.send('POST', path, body, as);
  }

  patch(path: string, body: Json, as?: string): Promise<Answer> {
    return this.send('PATCH', path, body, as);
  }

  /** An object under a name of its own; its id. */
  async make(path: string, body: JsonObject = {}): Promise<number> {
    this.made += 1;
    const { status, body: made } = await this.post(path, { name: `${path} ${this.made}`, ...body });
    if (status !== 201) throw new Error(`${path} answered ${status}: ${JSON.stringify(made)}`);
    return idOf(made);
  }

  /** A user without any role, by the name to ask as. */
  async user(username: string, more: JsonObject = {}): Promise<number> {
    const { status, body } = await this.post('users', { username, password: PASSWORD, ...more });
    if (status !== 201) throw new Error(`no user: ${JSON.stringify(body)}`);
    return idOf(body);
  }

  /** @param object `job_templates/8` */
  async grant(user: number, object: string, role: string): Promise<void> {
    const { body } = await this.get(object);
    const { object_roles: roles } = body['summary_fields'] as { readonly object_roles: Record<string, { id: number }> };
    const { status } = await this.post(`users/${user}/roles`, { id: roles[role]?.id ?? 0 });
    if (status !== 204) throw new Error(`${role} of ${object} was not granted`);
  }

  /** The job once it has ended. @param job `jobs/7` */
  async ended(job: string): Promise<JsonObject> {
    let found: JsonObject = {};
    await until(async () => ENDED.includes(textOf((found = (await this.get(job)).body)['status'])));
    return found;
  }
}

export const idOf = ({ id }: JsonObject): number => {
  if (typeof id !== 'number') throw new Error('an answer without an id');
  return id;
};
