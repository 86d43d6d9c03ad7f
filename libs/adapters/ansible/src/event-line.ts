import type { HostStats, RunEvent } from '@application/ports';
import { type Json, type JsonObject, isJsonObject, reviveNumerals } from '@domain/kernel';

/** One line of the callback plugin. `outputOffset`: how much of the raw output file this and earlier events have told. */
export interface EventLine {
  readonly event: RunEvent;
  readonly outputOffset: number | null;
}

interface Line {
  readonly counter: number;
  readonly event: string;
  readonly uuid: string;
  readonly parent_uuid: string;
  readonly created: string;
  readonly stdout: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly verbosity: number;
  readonly event_data: JsonObject;
  readonly output_offset?: number;
}

/** @param text a whole line; anything else is a fault of ours and throws */
export const readEventLine = (text: string): EventLine => {
  const line = JSON.parse(text) as Line;
  const data = text.includes('"$numeral"') ? (reviveNumerals(line.event_data) as JsonObject) : line.event_data;
  return {
    event: {
      counter: line.counter,
      event: line.event,
      uuid: line.uuid,
      parentUuid: line.parent_uuid,
      createdAt: line.created,
      stdout: line.stdout,
      startLine: line.start_line,
      endLine: line.end_line,
      verbosity: line.verbosity,
      data,
    },
    outputOffset: line.output_offset ?? null,
  };
};

const COUNTED = ['ok', 'changed', 'failures', 'dark', 'skipped', 'ignored', 'rescued', 'processed'] as const;

/** Per host what `playbook_on_stats` tells per kind. */
export const hostStatsOf = (data: JsonObject): HostStats => {
  const hosts = new Set(COUNTED.flatMap((kind) => Object.keys(countsOf(data[kind]))));
  return Object.fromEntries(
    [...hosts].sort().map((host) => {
      const count = (kind: (typeof COUNTED)[number]): number => Number(countsOf(data[kind])[host] ?? 0);
      return [
        host,
        {
          ok: count('ok'),
          changed: count('changed'),
          failures: count('failures'),
          dark: count('dark'),
          skipped: count('skipped'),
          ignored: count('ignored'),
          rescued: count('rescued'),
          processed: count('processed'),
        },
      ];
    }),
  );
};

const countsOf = (value: Json | undefined): JsonObject => (isJsonObject(value) ? value : {});
