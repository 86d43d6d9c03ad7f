import type { JoinedNode } from '@domain/node';

/** What a process tells of itself every few seconds. */
export type NodeReport = JoinedNode;

/** A process as the directory knows it; ages are by the directory's own clock, so that those of the processes do not matter. */
export interface SeenNode extends NodeReport {
  /** Seconds since it last told anything. */
  readonly silentFor: number;
  /** The moment of that, ISO 8601 UTC with six decimals. */
  readonly lastSeen: string;
  /** It stopped as it was asked to. */
  readonly hasLeft: boolean;
}

/** The processes of an installation, and when each was last heard of. One row per name, which one process at a time has. */
export interface NodeDirectory {
  /**
   * Takes the name for this process, of two that try at once for one.
   * @param replaces the process that had the name and is known to be gone; null for nobody but one that has left
   * @returns false when another process has the name
   */
  claim(report: NodeReport, replaces: string | null): Promise<boolean>;
  /**
   * Tells that the process lives.
   * @returns seconds since it last did (Infinity when the directory knew nothing of it any more); null when another process has its name
   */
  beat(report: NodeReport): Promise<number | null>;
  /** The process stops as it was asked to; it stays known, for what it ran goes on. */
  leave(name: string, boot: string): Promise<void>;
  /** All that are known, by id. */
  nodes(): Promise<readonly SeenNode[]>;
  /** Drops those that were last heard of more than so many seconds ago. */
  forgetSilent(seconds: number): Promise<void>;
}
