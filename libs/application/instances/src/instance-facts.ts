/** What is known of the one node of an installation. */
export interface InstanceFacts {
  readonly hostname: string;
  readonly uuid: string;
  readonly version: string;
  /** Forks it takes at once. */
  readonly capacity: number;
  /** Cores. */
  readonly cpu: number;
  /** Bytes. */
  readonly memory: number;
  /** Since when the installation exists. */
  readonly created: string;
}

/** A node alone in an installation counts itself as the first. */
export const ONLY_INSTANCE = 1;
