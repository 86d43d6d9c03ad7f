/** Files of projects below one root directory, seen by their paths relative to it. Nothing outside the root is ever looked at. */
export interface ProjectFiles {
  /** Playbooks of a project, relative to its directory, sorted; undefined when there is no such directory. */
  playbooks(localPath: string): Promise<readonly string[] | undefined>;
  /** Names of the directories right below the root, sorted. */
  directories(): Promise<readonly string[]>;
}
