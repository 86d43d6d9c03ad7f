/** Who asks, with what the policy needs to know of them. */
export interface Viewer {
  readonly id: number;
  readonly username: string;
  readonly isSuperuser: boolean;
  readonly isSystemAuditor: boolean;
}

/** Sees everything there is, though an auditor may change nothing. */
export const isOverseer = ({ isSuperuser, isSystemAuditor }: Viewer): boolean => isSuperuser || isSystemAuditor;

/** The service itself, for seeds and process managers: everything is allowed. */
export const SYSTEM_VIEWER: Viewer = { id: 0, username: 'cairn', isSuperuser: true, isSystemAuditor: false };
