import { setTimeout as pass } from 'node:timers/promises';
import type { Api } from '../../apps/server/src/demo/api.js';
import { isGone } from './is-gone.js';

/** The playbooks need the processors too. */
const PAUSE_MS = 10;

/** Writes labels, one after another, until the server is gone. What was acknowledged must be there ever after. */
export class SteadyWriter {
  readonly acknowledged: string[] = [];
  private readonly ended: Promise<void>;

  constructor(
    private readonly api: Api,
    private readonly organization: number,
    private readonly prefix: string,
  ) {
    this.ended = this.write();
  }

  /** Those of the acknowledged that a server does not know. */
  async lost(api: Api): Promise<readonly string[]> {
    await this.ended;
    const known = new Set<unknown>();
    for (let page = 1, next: unknown = 'first'; next !== null; page++) {
      const answer = await api.get(`labels/?page_size=200&page=${page}&name__startswith=${this.prefix}`);
      const results = Array.isArray(answer['results']) ? answer['results'] : [];
      for (const label of results) known.add((label as { name?: unknown }).name);
      next = answer['next'];
    }
    return this.acknowledged.filter((name) => !known.has(name));
  }

  private async write(): Promise<void> {
    for (let count = 0; ; count++) {
      const name = `${this.prefix}-${count}`;
      try {
        await this.api.post('labels/', { name, organization: this.organization });
      } catch (error) {
        if (isGone(error)) return;
        throw error;
      }
      this.acknowledged.push(name);
      await pass(PAUSE_MS);
    }
  }
}
