import { Board, nodeLine } from './board.js';
import type { NodeRow } from './rows.js';

const row = (identifier: string, state: string, seconds: number | null = null, job: number | null = null): NodeRow => ({
  identifier,
  state,
  seconds,
  job,
});

class Paper {
  text = '';
  constructor(
    readonly isTTY: boolean,
    readonly columns?: number,
  ) {}
  write(text: string): void {
    this.text += text;
  }
}

describe('the line of a node', () => {
  it('holds name, state, time and job', () => {
    expect(nodeLine(row('build', 'successful', 1.26, 12))).toBe(' + build      successful    1.3 s   job 12');
    expect(nodeLine(row('rollback', 'skipped'))).toBe(' - rollback   skipped');
    expect(nodeLine(row('migrate', 'failed', 0.5, 13))).toMatch(/^ ! migrate/);
  });
});

describe('the board on a terminal', () => {
  it('draws all lines again, over the last ones', () => {
    const out = new Paper(true);
    const board = new Board(out);
    board.show([row('a', 'waiting'), row('b', 'waiting')]);
    const first = out.text;
    board.show([row('a', 'running', 0.1, 1), row('b', 'waiting')]);
    expect(first).not.toContain('\u001b[2A');
    const [up, ...lines] = out.text.slice(first.length).split('\u001b[2K');
    expect(up).toBe('\u001b[2A');
    expect(lines.map((line) => line.trim().split(/ {2,}/)[0])).toEqual(['> a', 'b']);
  });

  it('cuts lines that would wrap, for a wrapped line cannot be drawn over', () => {
    const out = new Paper(true, 20);
    new Board(out).show([row('a', 'successful', 1, 1)]);
    expect(out.text.replace('\u001b[2K', '').trimEnd().length).toBeLessThan(20);
    const unknown = new Paper(true, 0);
    new Board(unknown).show([row('a', 'successful', 1, 1)]);
    expect(unknown.text).toContain('job 1');
  });
});

describe('the board anywhere else', () => {
  it('writes a line when a state changes, and none for the passing of time', () => {
    const out = new Paper(false);
    const board = new Board(out);
    board.show([row('a', 'running', 0.1, 1), row('b', 'waiting')]);
    board.show([row('a', 'running', 0.3, 1), row('b', 'waiting')]);
    board.show([row('a', 'successful', 0.4, 1), row('b', 'waiting')]);
    expect(out.text.split('\n').map((line) => line.trim().split(/ +/).slice(0, 3).join(' '))).toEqual([
      '> a running',
      'b waiting',
      '+ a successful',
      '',
    ]);
    expect(out.text).not.toContain('\u001b');
  });
});
