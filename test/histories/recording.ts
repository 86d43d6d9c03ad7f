import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEvent } from '@application/ports';
import { type Json, reviveNumerals } from '@domain/kernel';

const RECORDED = join(__dirname, 'recorded');

/** One stream as a release wrote it, and the state that release folded it to. Such a file is never changed. */
export interface Recording {
  readonly aggregate: string;
  readonly state: object;
  readonly events: readonly StoredEvent[];
}

/** `0.1.0/job-402.json`, … */
export const recordedFiles = (): readonly string[] =>
  readdirSync(RECORDED, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.json'))
    .sort();

export const readRecording = (file: string): Recording =>
  reviveNumerals(JSON.parse(readFileSync(join(RECORDED, file), 'utf8')) as Json) as unknown as Recording;

/** Keeps what a release writes, by stream. */
export const keepRecordings = (release: string, recordings: ReadonlyMap<string, Recording>): void => {
  const folder = join(RECORDED, release);
  if (existsSync(folder)) throw new Error(`${release} is recorded; history is not written twice`);
  mkdirSync(folder, { recursive: true });
  for (const [stream, recording] of recordings) {
    writeFileSync(join(folder, `${stream}.json`), JSON.stringify(recording));
  }
};
