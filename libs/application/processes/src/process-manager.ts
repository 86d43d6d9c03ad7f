import type { StoredEvent } from '@application/ports';

/**
 * Turns events into commands. Holds no truth: it may be called again with events it has seen (after a restart), and what it
 * sends must be harmless when repeated. Events with the same key are handled one after another, others side by side.
 */
export interface ProcessManager {
  readonly name: string;
  /** Event types it reacts to. */
  readonly reactsTo: readonly string[];
  /** Order is kept among events of one key; by default the stream. */
  readonly key?: (event: StoredEvent) => string;
  readonly handle: (event: StoredEvent) => Promise<void>;
}
