/** What ping and config tell of this installation. */
export interface Installation {
  /** UUID, the same for as long as the data lives. */
  readonly uuid: string;
  /** When the data began. */
  readonly since: string;
  /** Forks it takes at once. */
  readonly capacity: number;
  /** Directory of manual projects. */
  readonly projectsRoot: string;
  now(): string;
  /** Names of the instance groups, `default` first. */
  instanceGroups(): Promise<readonly string[]>;
  /** Directories below `projectsRoot` that no project uses yet, sorted. */
  freeProjectPaths(): Promise<readonly string[]>;
}
