import { type Place, type Statement, statement } from './statement.js';

const NODES = 'SELECT id FROM workflow_job_node WHERE workflow_job = ?';

/** All that a job left in these tables, rows that point to it last. Spawned jobs stay; their node has none any more. */
const REMOVALS = [
  `DELETE FROM workflow_job_node_edge WHERE parent IN (${NODES})`,
  `DELETE FROM workflow_job_node_link WHERE node IN (${NODES})`,
  'DELETE FROM workflow_job_node WHERE workflow_job = ?',
  'UPDATE workflow_job_node SET job = NULL WHERE job = ?',
  'DELETE FROM job_host_summary WHERE job = ?',
  'DELETE FROM unified_job_credential WHERE job = ?',
  'DELETE FROM unified_job_label WHERE job = ?',
  'UPDATE template_status SET last_job = NULL WHERE last_job = ?',
  'DELETE FROM unified_job WHERE id = ?',
];

/** Hides a job from every view; its history stays in the log (spec jobs.md §4). */
export const removed = ({ id }: Place): readonly Statement[] => REMOVALS.map((sql) => statement(sql, id));
