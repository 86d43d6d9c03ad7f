import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { LogUnavailable } from '@application/ports';
import { type AppendReply, type AppendRequest, type GroupReply, threadSource } from './writer-thread.js';

/** Limits of one commit: so many appends, so many characters of JSON. */
const GROUP_APPENDS = 500;
const GROUP_TEXT = 1_000_000;

/** Groups on their way: the writer has the next one at hand when it is done with one. */
const IN_FLIGHT = 2;

/** Told in log order, once for each append. */
export type Settle = (outcome: AppendReply | LogUnavailable) => void;

interface Waiting {
  readonly request: AppendRequest;
  readonly size: number;
  readonly settle: Settle;
}

/**
 * Hands appends to the writer's thread. What comes while a commit is under way shares the next one, so a single append is not
 * made to wait, and many share the price of a sync.
 */
export class GroupCommit {
  private waiting: Waiting[] = [];
  private readonly inFlight: Waiting[][] = [];
  private isScheduled = false;
  private ended: LogUnavailable | undefined;
  private whenIdle: (() => void) | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly afterGroup: () => void,
    private readonly whenLost: () => void,
  ) {
    worker.on('message', (reply: GroupReply) => this.settleGroup(reply));
    worker.on('error', (cause) => this.lose(cause));
    worker.on('exit', () => this.lose());
  }

  /**
   * @param afterGroup called when all appends of a commit have been settled
   * @param whenLost called when the thread ends though nobody closed it: nothing can be appended any more
   */
  static async start(file: string, afterGroup: () => void, whenLost: () => void): Promise<GroupCommit> {
    const driver = require.resolve('@photostructure/sqlite');
    const worker = new Worker(threadSource(), { eval: true, workerData: { driver, file }, name: 'event-log-writer' });
    await once(worker, 'message');
    return new GroupCommit(worker, afterGroup, whenLost);
  }

  add(request: AppendRequest, settle: Settle): void {
    if (this.ended) return settle(this.ended);
    this.waiting.push({ request, size: sizeOf(request), settle });
    if (this.isScheduled) return;
    this.isScheduled = true;
    queueMicrotask(() => {
      this.isScheduled = false;
      this.send();
    });
  }

  /** Everything added before is settled, then the thread ends. */
  async close(): Promise<void> {
    if (this.ended) return;
    this.ended = new LogUnavailable('the log is closed', false);
    if (this.waiting.length + this.inFlight.length > 0) {
      await new Promise<void>((resolve) => (this.whenIdle = resolve));
    }
    const exit = once(this.worker, 'exit');
    this.worker.postMessage('close');
    await exit;
  }

  private send(): void {
    while (this.waiting.length > 0 && this.inFlight.length < IN_FLIGHT) {
      const group = this.waiting.splice(0, groupLength(this.waiting));
      this.inFlight.push(group);
      this.worker.postMessage(group.map(({ request }) => request));
    }
  }

  private settleGroup(reply: GroupReply): void {
    const group = this.inFlight.shift() ?? [];
    this.send();
    if ('failed' in reply) fail(group, new LogUnavailable(reply.failed, reply.outcomeUnknown));
    else group.forEach(({ settle }, index) => settle(reply.replies[index] ?? unanswered()));
    this.afterGroup();
    if (this.waiting.length + this.inFlight.length === 0) this.whenIdle?.();
  }

  /** The thread is gone: what was on its way may be written, what waited is not. */
  private lose(cause?: Error): void {
    const isUnexpected = this.ended === undefined;
    this.ended ??= new LogUnavailable('the writer of the event log has ended', false, { cause });
    for (const group of this.inFlight.splice(0)) fail(group, unanswered(cause));
    fail(this.waiting.splice(0), this.ended);
    if (isUnexpected) this.whenLost();
    this.whenIdle?.();
  }
}

const unanswered = (cause?: Error): LogUnavailable =>
  new LogUnavailable('the writer of the event log did not answer', true, { cause });

const fail = (group: readonly Waiting[], error: LogUnavailable): void => {
  for (const { settle } of group) settle(error);
};

const sizeOf = ({ cells }: AppendRequest): number =>
  cells.reduce<number>((sum, cell) => sum + (typeof cell === 'string' ? cell.length : 8), 0);

/** How many of those waiting fit into one commit; at least one, however large. */
const groupLength = (waiting: readonly Waiting[]): number => {
  let text = 0;
  const tooMany = waiting.findIndex(({ size }, index) => {
    text += size;
    return index > 0 && (index >= GROUP_APPENDS || text > GROUP_TEXT);
  });
  return tooMany < 0 ? waiting.length : tooMany;
};
