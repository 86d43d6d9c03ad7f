import type { Viewer } from '@domain/access';

/** May the viewer read this stream, because it is that of a job or template they may read? */
export type MayRead = (viewer: Viewer, stream: string) => Promise<boolean>;

/** Superusers and system auditors see the whole history, that of deleted objects included. */
export const readsEverything = (viewer: Viewer): boolean => viewer.isSuperuser || viewer.isSystemAuditor;
