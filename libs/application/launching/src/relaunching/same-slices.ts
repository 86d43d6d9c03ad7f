import { refused } from '@domain/kernel';
import type { Composition } from '@domain/launch';

/**
 * A sliced job is repeated slice by slice, which needs as many as it had. AWX counts with the template's own number even where
 * the launch asked for another; here the recorded number counts.
 * @throws DomainError refused
 */
export const demandSameSlices = ({ effective, slices }: Composition, before: number): void => {
  if ((effective.inventory ?? null) !== null && slices === before) return;
  throw refused({ detail: 'Cannot relaunch sliced workflow job after slice count has changed.' }, 'SLICES_CHANGED');
};
