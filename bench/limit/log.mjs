import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** Appends to a SQLite file. What comes while a group is being synced shares the next group. */
export class BareLog {
  #worker;
  #waiting = [];
  #written = [];

  constructor(worker) {
    this.#worker = worker;
    worker.on('message', () => {
      const written = this.#written;
      this.#written = [];
      this.#send();
      for (const { resolve } of written) resolve();
    });
  }

  static async open(file) {
    const worker = new Worker(new URL('log-thread.mjs', import.meta.url), { workerData: file });
    await once(worker, 'message');
    return new BareLog(worker);
  }

  /** Resolves when the events are on disk. */
  append(stream, revision, events) {
    return new Promise((resolve) => {
      const bodies = events.map((event) => JSON.stringify(event));
      this.#waiting.push({ request: { stream, revision, bodies }, resolve });
      if (this.#waiting.length === 1) process.nextTick(() => this.#send());
    });
  }

  #send() {
    if (this.#written.length > 0 || this.#waiting.length === 0) return;
    this.#written = this.#waiting;
    this.#waiting = [];
    this.#worker.postMessage(this.#written.map(({ request }) => request));
  }
}
