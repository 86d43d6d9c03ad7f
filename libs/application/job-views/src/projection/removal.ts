import type { JobsPruned } from '@domain/retention';
import { type Place, type Statement, statement } from './statement.js';

/** The ids come as one JSON array: a batch of a thousand jobs takes as many statements as one job. */
const GONE = '(SELECT value FROM json_each(?))';
const NODES = `SELECT id FROM workflow_job_node WHERE workflow_job IN ${GONE}`;

/** All that jobs left in these tables, rows that point to them last. Spawned jobs stay; their node has none any more. */
const REMOVALS = [
  `DELETE FROM workflow_job_node_edge WHERE parent IN (${NODES})`,
  `DELETE FROM workflow_job_node_link WHERE node IN (${NODES})`,
  `DELETE FROM workflow_job_node WHERE workflow_job IN ${GONE}`,
  `UPDATE workflow_job_node SET job = NULL WHERE job IN ${GONE}`,
  `DELETE FROM job_host_summary WHERE job IN ${GONE}`,
  `DELETE FROM unified_job_credential WHERE job IN ${GONE}`,
  `DELETE FROM unified_job_label WHERE job IN ${GONE}`,
  `UPDATE template_status SET last_job = NULL WHERE last_job IN ${GONE}`,
  `DELETE FROM unified_job WHERE id IN ${GONE}`,
];

const removals = (ids: readonly number[]): readonly Statement[] => {
  const gone = JSON.stringify(ids);
  return REMOVALS.map((sql) => statement(sql, gone));
};

/** A user deleted the job. */
export const removed = ({ id }: Place): readonly Statement[] => removals([id]);

/** The jobs were too old. */
export const pruned = ({ ids }: JobsPruned): readonly Statement[] => removals(ids);
