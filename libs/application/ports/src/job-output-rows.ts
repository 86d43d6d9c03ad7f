/** Columns of the table `job_event`, in the order in which they are handed over. */
export const OUTPUT_COLUMNS = [
  ...['id', 'job', 'counter', 'created', 'event', 'uuid', 'parent_uuid', 'event_data', 'failed', 'changed', 'host'],
  ...['host_name', 'playbook', 'play', 'task', 'role', 'stdout', 'start_line', 'end_line', 'verbosity'],
] as const;

/** One row of the output of jobs, as it is kept. */
export type OutputRow = Readonly<Record<(typeof OUTPUT_COLUMNS)[number], string | number | null>>;

/** The output of all jobs as rows, for carrying it from one store to another. */
export interface JobOutputRows {
  /** Rows behind an id, in the order of ids. */
  rowsAfter(id: number, limit: number): Promise<readonly OutputRow[]>;
  /** Keeps rows under the ids they have; what comes later gets higher ones. Rows that are there already stay as they are. */
  putRows(rows: readonly OutputRow[]): Promise<void>;
}
