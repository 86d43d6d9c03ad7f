import { until } from '@testing/runs';
import { type Ask, Lookups } from './lookups.js';

const LIMITS = { concurrency: 2, patienceMs: 10_000, memoryMs: 10_000, memorySize: 3 };

/** Answers when it is told to. */
class SlowSource {
  readonly asked: string[] = [];
  running = 0;
  most = 0;
  private readonly open: (() => void)[] = [];

  readonly ask: Ask = async (question) => {
    this.asked.push(question);
    this.running += 1;
    this.most = Math.max(this.most, this.running);
    await new Promise<void>((go) => this.open.push(go));
    this.running -= 1;
    return [`of ${question}`];
  };

  answerAll(): void {
    for (const go of this.open.splice(0)) go();
  }
}

const asking = (answers: Readonly<Record<string, readonly string[]>>, asked: string[] = []): Ask => {
  return (question) => {
    asked.push(question);
    const answer = answers[question];
    return answer ? Promise.resolve(answer) : Promise.reject(new Error('ENOTFOUND'));
  };
};

describe('Lookups', () => {
  it('leave out what has no answer', async () => {
    const lookups = new Lookups(asking({ a: ['1'], b: [] }), LIMITS);
    expect(await lookups.all(['a', 'b', 'c'])).toEqual(new Map([['a', ['1']]]));
    expect(await lookups.all([])).toEqual(new Map());
  });

  it('ask no more than so many at a time, whoever wants to know', async () => {
    const source = new SlowSource();
    const lookups = new Lookups(source.ask, LIMITS);
    const found = Promise.all([lookups.all(['a', 'b', 'c']), lookups.all(['d', 'e'])]);
    await until(() => {
      source.answerAll();
      return source.asked.length === 5 && source.running === 0;
    });
    const [first, second] = await found;
    expect([first.size, second.size, source.most]).toEqual([3, 2, 2]);
  });

  it('give up when their time is over, with what they have', async () => {
    const source = new SlowSource();
    const ask: Ask = (question) => (question === 'quick' ? Promise.resolve(['1']) : source.ask(question));
    const lookups = new Lookups(ask, { ...LIMITS, patienceMs: 30 });
    expect(await lookups.all(['quick', 'slow', 'slower'])).toEqual(new Map([['quick', ['1']]]));
    source.answerAll();
  });

  it('remember answers, and that there was none, for a while, and not too many', async () => {
    const asked: string[] = [];
    const lookups = new Lookups(asking({ a: ['1'] }, asked), LIMITS);
    await lookups.all(['a', 'b']);
    await lookups.all(['a', 'b']);
    expect(asked).toEqual(['a', 'b']);
    await lookups.all(['c', 'd']); // pushes out the oldest
    await lookups.all(['a']);
    expect(asked).toEqual(['a', 'b', 'c', 'd', 'a']);
    const forgetful = new Lookups(asking({ a: ['1'] }, asked), { ...LIMITS, memoryMs: 0 });
    await forgetful.all(['a']);
    await forgetful.all(['a']);
    expect(asked.slice(5)).toEqual(['a', 'a']);
  });
});
