import { createHash } from 'node:crypto';
import { isJsonObject, type Json } from '@domain/kernel';
import { TransferRefused } from './transfer-refused.js';

/** What a file holds. */
export type Kind = 'log' | 'output' | 'secrets';

/** What the last line tells: two files of the same content end alike. */
export interface End {
  /** Lines between the first and the last one. */
  readonly lines: number;
  /** Over all lines before the last, each with the line feed behind it. */
  readonly sha256: string;
}

/** The rules by which files are written. */
const FORMAT = 1;

const headerOf = (kind: Kind): string => JSON.stringify({ cairn: kind, format: FORMAT });

class Digest {
  private readonly hash = createHash('sha256');
  private lines = -1;

  constructor(header: string) {
    this.add(header);
  }

  add(line: string): void {
    this.hash.update(line).update('\n');
    this.lines += 1;
  }

  /** Call it once. */
  end(): End {
    return { lines: this.lines, sha256: this.hash.digest('hex') };
  }
}

/**
 * Lines between a first one, which says what they are, and a last one, by which a file that is cut off is known. No line holds
 * a line feed.
 */
export async function* framed(kind: Kind, body: AsyncIterable<string>): AsyncGenerator<string, End> {
  const header = headerOf(kind);
  const digest = new Digest(header);
  yield header;
  for await (const line of body) {
    digest.add(line);
    yield line;
  }
  const end = digest.end();
  yield JSON.stringify({ end });
  return end;
}

/**
 * The lines between, one behind: which line is the last one is known when no other follows.
 * @throws TransferRefused for a file of another kind or format, and at its end when it is not whole
 */
export async function* unframed(kind: Kind, lines: AsyncIterable<string>): AsyncGenerator<string, End> {
  let digest: Digest | undefined;
  let held: string | undefined;
  for await (const line of lines) {
    if (!digest) {
      expectHeader(kind, line);
      digest = new Digest(line);
      continue;
    }
    if (held !== undefined) {
      digest.add(held);
      yield held;
    }
    held = line;
  }
  if (!digest) throw new TransferRefused('the file is empty');
  return confirmed(digest.end(), held);
}

const expectHeader = (kind: Kind, line: string): void => {
  if (line === headerOf(kind)) return;
  const header = parsedLine(line);
  if (header?.['cairn'] !== kind) throw new TransferRefused(`this is no exported ${kind}`);
  throw new TransferRefused(`this was exported in format ${JSON.stringify(header['format'])}; known is ${FORMAT}`);
};

const confirmed = (seen: End, last: string | undefined): End => {
  if (last !== undefined && last === JSON.stringify({ end: seen })) return seen;
  const isEnd = last?.startsWith('{"end":') ?? false;
  const reason = isEnd ? 'its last line tells of other ones' : 'its last line is missing';
  throw new TransferRefused(`the file is not whole: after ${seen.lines} lines ${reason}`);
};

/** The object of a line; undefined when it is none. */
export const parsedLine = (line: string): Record<string, Json> | undefined => {
  try {
    const value = JSON.parse(line) as Json;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined; // told by the caller, who knows what should have been there
  }
};
