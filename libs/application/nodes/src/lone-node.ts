import type { NodeDirectory, NodeReport, SeenNode } from '@application/ports';

/** The nodes of an installation that is one process: it is there whenever it is asked. */
export const loneNode = (directory: NodeDirectory, report: NodeReport) => async (): Promise<readonly SeenNode[]> => {
  await directory.beat(report);
  return directory.nodes();
};
