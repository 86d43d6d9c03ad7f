import type { InstanceStatus } from '@application/instances';
import type { SeenNode } from '@application/ports';

/** What ping and config tell of this installation. */
export interface Installation {
  /** UUID, the same for as long as the data lives. */
  readonly uuid: string;
  /** When the data began. */
  readonly since: string;
  /** Name of the node that answers. */
  readonly node: string;
  /** The processes of the installation, this one among them. */
  nodes(): Promise<readonly SeenNode[]>;
  /** The same as AWX tells of them. */
  instances(): Promise<readonly InstanceStatus[]>;
  /** Directory of manual projects. */
  readonly projectsRoot: string;
  /** Names of the instance groups, `default` first. */
  instanceGroups(): Promise<readonly string[]>;
  /** Directories below `projectsRoot` that no project uses yet, sorted. */
  freeProjectPaths(): Promise<readonly string[]>;
}
