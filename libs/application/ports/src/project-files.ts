/** Files of projects below one root directory, seen by their paths relative to it. Nothing outside the root is ever looked at. */
export interface ProjectFiles {
  /**
   * Absolute path of a project's directory, whether it is there yet or not; null for a path that is not below the root, or
   * that leads through a link.
   */
  folder(localPath: string): string | null;
  /** Playbooks of a project, relative to its directory, in order; undefined when there is no such directory. */
  playbooks(localPath: string): Promise<readonly string[] | undefined>;
  /** Files of a project that look like inventories, in order; undefined when there is no such directory. */
  inventories(localPath: string): Promise<readonly string[] | undefined>;
  /** Names of the directories right below the root, sorted. */
  directories(): Promise<readonly string[]>;
}
