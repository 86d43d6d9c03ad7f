import { type Json, numberFromText, withEntries } from '@domain/kernel';
import { LIMITS } from './limits.js';

/** The text is not JSON; `message` tells where. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const SPACE = /[ \t\n\r]*/y;
const WORDS: readonly (readonly [string, Json])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** Reads JSON as `JSON.parse` does, but loses no digit of a number. */
class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): Json {
    const value = this.value(0);
    this.space();
    if (this.at < this.text.length) this.fail('Extra data');
    return value;
  }

  private value(depth: number): Json {
    if (depth > LIMITS.depth) this.fail('nesting is too deep');
    this.space();
    const first = this.text[this.at];
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    if (first === '"') return this.string();
    for (const [word, value] of WORDS) if (this.take(word)) return value;
    return this.number();
  }

  private object(depth: number): Json {
    const entries: [string, Json][] = [];
    this.at += 1;
    this.space();
    if (this.take('}')) return {};
    do {
      this.space();
      const key = this.string();
      this.space();
      if (!this.take(':')) this.fail("Expecting ':' delimiter");
      entries.push([key, this.value(depth + 1)]);
      this.space();
    } while (this.take(','));
    if (!this.take('}')) this.fail("Expecting ',' delimiter");
    return withEntries(entries);
  }

  private array(depth: number): Json {
    const items: Json[] = [];
    this.at += 1;
    this.space();
    if (this.take(']')) return items;
    do {
      items.push(this.value(depth + 1));
      this.space();
    } while (this.take(','));
    if (!this.take(']')) this.fail("Expecting ',' delimiter");
    return items;
  }

  private string(): string {
    const end = this.text[this.at] === '"' ? this.closingQuote() : -1;
    if (end < 0) return this.fail('Expecting property name or string enclosed in double quotes');
    try {
      const value = JSON.parse(this.text.slice(this.at, end + 1)) as string;
      this.at = end + 1;
      return value;
    } catch {
      return this.fail('Invalid escape or control character in the string');
    }
  }

  /** Searched, not matched: a pattern keeps a place to go back to for every character, and a long text has too many. */
  private closingQuote(): number {
    let end = this.text.indexOf('"', this.at + 1);
    while (end > 0 && this.backslashesBefore(end) % 2 === 1) end = this.text.indexOf('"', end + 1);
    return end;
  }

  private backslashesBefore(end: number): number {
    let start = end;
    while (this.text[start - 1] === '\\') start -= 1;
    return end - start;
  }

  private number(): Json {
    const text = this.match(NUMBER);
    return text === undefined ? this.fail('Expecting value') : numberFromText(text);
  }

  private space(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private take(word: string): boolean {
    if (!this.text.startsWith(word, this.at)) return false;
    this.at += word.length;
    return true;
  }

  private fail(what: string): never {
    const before = this.text.slice(0, this.at).split('\n');
    const column = (before.at(-1) ?? '').length + 1;
    throw new JsonSyntaxError(`${what}: line ${before.length} column ${column} (char ${this.at})`);
  }
}

/** @throws JsonSyntaxError */
export const parseJson = (text: string): Json => new Reader(text).document();
