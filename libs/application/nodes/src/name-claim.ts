import type { NodeDirectory, NodeReport, SeenNode } from '@application/ports';
import { isPresent } from './liveness.js';

const LOOK_EVERY_MS = 1000;

export interface NameClaimPorts {
  readonly directory: NodeDirectory;
  /** The lock of the data directory is held: another process of this name on this site is gone for sure. */
  readonly holdsSite: boolean;
  readonly pause: (milliseconds: number) => Promise<unknown>;
}

/** Two processes of one name would take each other's jobs for their own. */
export class NodeNameTaken extends Error {
  override readonly name = 'NodeNameTaken';

  constructor(node: string) {
    super(`another process of this installation is the node ${node}; give this one a name of its own`);
  }
}

/**
 * Takes the name for this process. One that was killed a moment ago still seems to be there: whether it tells anything more is
 * waited for.
 * @throws NodeNameTaken
 */
export const claimName = async (ports: NameClaimPorts, report: NodeReport): Promise<void> => {
  const first = await rivalOf(ports, report);
  for (let rival = first; ; rival = await rivalOf(ports, report)) {
    if (!rival || isSurelyGone(ports, report, rival)) {
      if (await ports.directory.claim(report, rival?.boot ?? null)) return;
      throw new NodeNameTaken(report.name);
    }
    if (rival.boot !== first?.boot || rival.lastSeen !== first.lastSeen) throw new NodeNameTaken(report.name);
    await ports.pause(LOOK_EVERY_MS);
  }
};

const rivalOf = async ({ directory }: NameClaimPorts, { name }: NodeReport): Promise<SeenNode | undefined> =>
  (await directory.nodes()).find((node) => node.name === name);

const isSurelyGone = ({ holdsSite }: NameClaimPorts, { boot, site }: NodeReport, rival: SeenNode): boolean =>
  rival.boot === boot || !isPresent(rival) || (holdsSite && rival.site === site);
