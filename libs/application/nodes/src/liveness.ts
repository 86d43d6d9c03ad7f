import type { SeenNode } from '@application/ports';

/** Seconds between two beats, and after how many of them missed nothing new is given to a process. */
export const BEAT_SECONDS = 5;
const MISSED_BEATS = 3;

/** It is there, and takes work. */
export const isPresent = ({ silentFor, hasLeft }: Pick<SeenNode, 'silentFor' | 'hasLeft'>): boolean =>
  !hasLeft && silentFor <= BEAT_SECONDS * MISSED_BEATS;

const isRunner = ({ roles }: SeenNode): boolean => roles.includes('runner');

/** Runners that are there. */
export const presentRunners = (nodes: readonly SeenNode[]): readonly SeenNode[] =>
  nodes.filter((node) => isPresent(node) && isRunner(node));

/** Forks that all runners together take: one that is missing takes none, while what it ran still counts against the rest. */
export const capacityOf = (nodes: readonly SeenNode[]): number =>
  presentRunners(nodes).reduce((sum, { capacity }) => sum + capacity, 0);
