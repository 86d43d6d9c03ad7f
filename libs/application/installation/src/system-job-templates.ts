/** A system job template that comes with the installation (spec system-jobs.md §1). */
export interface BuiltInTemplate {
  readonly job_type: string;
  readonly name: string;
  readonly description: string;
}

/** In the order in which a fresh installation numbers them. */
export const SYSTEM_JOB_TEMPLATES: readonly BuiltInTemplate[] = [
  { job_type: 'cleanup_jobs', name: 'Cleanup Job Details', description: 'Remove job history' },
  {
    job_type: 'cleanup_activitystream',
    name: 'Cleanup Activity Stream',
    description: 'Remove activity stream history',
  },
  {
    job_type: 'cleanup_sessions',
    name: 'Cleanup Expired Sessions',
    description: 'Cleans out expired browser sessions',
  },
  {
    job_type: 'cleanup_tokens',
    name: 'Cleanup Expired OAuth 2 Tokens',
    description: 'Cleanup expired OAuth 2 access and refresh tokens',
  },
];
