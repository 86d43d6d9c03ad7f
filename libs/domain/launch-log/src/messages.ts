import type { DomainEvent, EventCatalog, JsonObject } from '@domain/kernel';

/** A launch or relaunch that created no job (spec events.md §4.3). Who asked is in the event's envelope. */
export interface LaunchRefusedData {
  readonly what: 'launch' | 'relaunch';
  /** Null when the job that was to be repeated has none. */
  readonly template: { readonly ref: string; readonly id: number; readonly name: string } | null;
  /** The job that was to be repeated; null for a launch. */
  readonly job: { readonly ref: string; readonly id: number } | null;
  /** Prompts as they were received, secrets masked, long values cut. */
  readonly requested: JsonObject;
  readonly status: 400 | 403;
  readonly code: string;
  /** As they were answered, long texts cut. */
  readonly errors: JsonObject;
}

export type LaunchLogEvent = DomainEvent<'LaunchRefused', LaunchRefusedData>;

export interface LaunchLogCommand {
  readonly type: 'RecordRefusal';
  readonly data: LaunchRefusedData;
}

export const launchLogCatalog: EventCatalog<LaunchLogEvent> = {
  LaunchRefused: { schema: 1, about: 'A launch or relaunch was refused: what was asked for and what was answered.' },
};
