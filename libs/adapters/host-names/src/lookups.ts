import { setTimeout as pause } from 'node:timers/promises';

/** One question to the name service, asked of a source that may be slow, or never answer. */
export type Ask = (question: string) => Promise<readonly string[]>;

export interface LookupLimits {
  /** Questions on their way at the same time, whoever asks. */
  readonly concurrency: number;
  /** How long all questions of one request may take together, in ms. */
  readonly patienceMs: number;
  /** How long an answer is remembered, in ms; that there was none is an answer. */
  readonly memoryMs: number;
  /** Answers remembered. */
  readonly memorySize: number;
}

interface Remembered {
  readonly answer: Promise<readonly string[]>;
  readonly at: number;
}

/** Asks many questions side by side, a bounded number at a time and for a bounded time; failures are no answer. */
export class Lookups {
  private readonly memory = new Map<string, Remembered>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly ask: Ask,
    private readonly limits: LookupLimits,
  ) {}

  async all(questions: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const found = new Map<string, readonly string[]>();
    const deadline = Date.now() + this.limits.patienceMs;
    const asked = questions.map(async (question) => {
      const answer = await this.answer(question, deadline);
      if (answer.length > 0) found.set(question, answer);
    });
    const giveUp = new AbortController();
    const late = pause(this.limits.patienceMs, undefined, { signal: giveUp.signal }).catch(() => undefined);
    await Promise.race([Promise.all(asked), late]);
    giveUp.abort();
    return new Map(found);
  }

  private answer(question: string, deadline: number): Promise<readonly string[]> {
    const known = this.memory.get(question);
    if (known && Date.now() - known.at < this.limits.memoryMs) return known.answer;
    const answer = this.inTurn(question, deadline);
    this.remember(question, answer);
    return answer;
  }

  private async inTurn(question: string, deadline: number): Promise<readonly string[]> {
    if (this.running >= this.limits.concurrency) await new Promise<void>((go) => this.waiting.push(go));
    else this.running += 1;
    try {
      // Whoever asked has given up meanwhile: the question is not worth asking, and not worth remembering.
      if (Date.now() > deadline) return this.forget(question);
      return await this.ask(question);
    } catch {
      return []; // not found, refused, timed out: a name that leads nowhere
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }

  private forget(question: string): readonly string[] {
    this.memory.delete(question);
    return [];
  }

  private remember(question: string, answer: Promise<readonly string[]>): void {
    this.memory.delete(question);
    const oldest = this.memory.size >= this.limits.memorySize ? this.memory.keys().next().value : undefined;
    if (oldest !== undefined) this.memory.delete(oldest);
    this.memory.set(question, { answer, at: Date.now() });
  }
}
