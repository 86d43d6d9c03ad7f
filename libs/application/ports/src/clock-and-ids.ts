/** Time as ISO 8601 UTC with six decimals, as AWX prints it (`2030-01-15T03:00:04.120000Z`). */
export interface Clock {
  now(): string;
}

/** Integer ids as AWX has them, one sequence per space; never handed out twice, gaps are possible after a restart. */
export type IdSpace =
  | 'unified_job_template'
  | 'unified_job'
  | 'organization'
  | 'user'
  | 'team'
  | 'label'
  | 'inventory'
  | 'host'
  | 'group'
  | 'credential_type'
  | 'credential'
  | 'execution_environment'
  | 'instance'
  | 'instance_group'
  | 'role'
  | 'workflow_job_template_node'
  | 'workflow_job_node'
  | 'job_event'
  | 'job_host_summary'
  | 'access_token'
  | 'application'
  | 'schedule';

export interface IdAllocator {
  next(space: IdSpace): Promise<number>;
  /** A run of `count` ascending ids. */
  many(space: IdSpace, count: number): Promise<readonly number[]>;
}
