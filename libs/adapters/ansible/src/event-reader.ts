import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import type { HostStats, RunEvent } from '@application/ports';
import { type JsonObject, isJsonObject } from '@domain/kernel';
import { type EventLine, hostStatsOf, readEventLine } from './event-line.js';
import type { RunDirectory } from './run-directory.js';

const CHUNK = 256 * 1024;

/**
 * Reads a run's events as they grow, from the start: lines, counters, artifacts and stats carry over from event to event.
 * A half-written last line waits. What was printed past the callback plugin follows as `verbose` events, a line each.
 */
export class EventReader {
  lastCounter = 0;
  artifacts: JsonObject | null = null;
  stats: HostStats | null = null;
  private endLine = 0;
  private told = 0;
  private readonly lines: LineReader;
  private output: LineReader | null = null;

  constructor(private readonly directory: RunDirectory) {
    this.lines = new LineReader(directory.file('events'));
  }

  /** What has been written since the last call, at most some hundred kilobytes; empty when there is nothing new. */
  async next(): Promise<readonly RunEvent[]> {
    const lines = await this.lines.next();
    return lines.map((line) => this.take(readEventLine(line)));
  }

  /**
   * Raw output that no event has told yet, as events.
   * @param ended whether text without a line end counts as a line
   */
  async printed(ended: boolean, mask: (line: string) => string = (line) => line): Promise<readonly RunEvent[]> {
    this.output ??= new LineReader(this.directory.file('output'), this.told);
    const events: RunEvent[] = [];
    for (let lines = await this.output.next(ended); lines.length > 0; lines = await this.output.next(ended)) {
      events.push(...lines.map((line) => this.take({ event: this.printedEvent(mask(line)), outputOffset: null })));
    }
    return events;
  }

  async close(): Promise<void> {
    await this.lines.close();
    await this.output?.close();
  }

  private take({ event, outputOffset }: EventLine): RunEvent {
    this.lastCounter = event.counter;
    this.endLine = event.endLine;
    this.told = outputOffset ?? this.told;
    if (event.event === 'playbook_on_stats') {
      const artifacts = event.data['artifact_data'];
      this.artifacts = isJsonObject(artifacts) && Object.keys(artifacts).length > 0 ? artifacts : null;
      this.stats = hostStatsOf(event.data);
    }
    return event;
  }

  /** The same line gets the same identity whoever reads it. */
  private printedEvent(line: string): RunEvent {
    const counter = this.lastCounter + 1;
    const hash = createHash('sha256').update(`${this.directory.path}\0${counter}`).digest('hex');
    return {
      counter,
      event: 'verbose',
      uuid: hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5'),
      parentUuid: '',
      createdAt: new Date().toISOString(),
      stdout: line.replace(/\r$/, ''),
      startLine: this.endLine,
      endLine: this.endLine + 1,
      verbosity: 0,
      data: {},
    };
  }
}

class LineReader {
  private handle: FileHandle | null = null;
  private rest = Buffer.alloc(0);

  constructor(
    private readonly path: string,
    private position = 0,
  ) {}

  /** @param last whether text without a line end counts as a line, when nothing follows it */
  async next(last = false): Promise<readonly string[]> {
    this.handle ??= await openOrNull(this.path);
    if (this.handle === null) return [];
    return this.read(this.handle, last);
  }

  private async read(handle: FileHandle, last: boolean): Promise<readonly string[]> {
    const buffer = Buffer.allocUnsafe(CHUNK);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK, this.position);
      if (bytesRead === 0) return last ? this.drain() : [];
      this.position += bytesRead;
      const lines = this.split(buffer.subarray(0, bytesRead));
      if (lines.length > 0) return lines;
    }
  }

  private split(chunk: Buffer): readonly string[] {
    const end = chunk.lastIndexOf(0x0a);
    if (end < 0) {
      this.rest = Buffer.concat([this.rest, chunk]);
      return [];
    }
    const text = Buffer.concat([this.rest, chunk.subarray(0, end)]).toString('utf8');
    this.rest = Buffer.from(chunk.subarray(end + 1));
    return text.split('\n');
  }

  private drain(): readonly string[] {
    const text = this.rest.toString('utf8');
    this.rest = Buffer.alloc(0);
    return text === '' ? [] : [text];
  }

  async close(): Promise<void> {
    await this.handle?.close();
    this.handle = null;
  }
}

const openOrNull = async (path: string): Promise<FileHandle | null> => {
  try {
    return await open(path, 'r');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw cause;
  }
};
