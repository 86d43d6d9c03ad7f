import type { SeenNode } from '@application/ports';
import { presentRunners } from './liveness.js';

/** What becomes of a job whose runner may be lost. */
export type Fate =
  /** Its runner is there, or may still come back. */
  { readonly kind: 'kept' } | { readonly kind: 'adopted'; readonly by: string } | { readonly kind: 'failed' };

/** Somebody is heard of seldom enough to be given up. */
export const isLost = ({ silentFor }: Pick<SeenNode, 'silentFor'>, grace: number): boolean => silentFor > grace;

/**
 * The jobs of a lost runner go to those of its site, for they see the folder of its runs, evenly; where there is none, nobody can
 * know what became of them. A runner that left as it was asked to has the same time to come back.
 */
export const fateOf = (
  { job, node }: { readonly job: number; readonly node: string },
  nodes: readonly SeenNode[],
  grace: number,
): Fate => {
  const owner = nodes.find(({ name }) => name === node);
  if (!owner) return { kind: 'failed' };
  if (!isLost(owner, grace)) return { kind: 'kept' };
  const heirs = presentRunners(nodes).filter(({ name, site }) => name !== node && site === owner.site);
  const heir = heirs[job % heirs.length];
  return heir ? { kind: 'adopted', by: heir.name } : { kind: 'failed' };
};
