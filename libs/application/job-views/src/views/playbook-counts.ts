import type { ReadStore } from '@application/ports';
import type { JsonObject } from '@domain/kernel';

const STARTS = `SELECT event, COUNT(*) AS total FROM output.job_event
  WHERE job = ? AND event IN ('playbook_on_play_start', 'playbook_on_task_start') GROUP BY event`;

/** How many plays and tasks have begun. */
export const playbookCounts = async (store: Pick<ReadStore, 'all'>, job: number): Promise<JsonObject> => {
  const rows = await store.all(STARTS, [job]);
  const total = (event: string): number => Number(rows.find((row) => row['event'] === event)?.['total'] ?? 0);
  return { play_count: total('playbook_on_play_start'), task_count: total('playbook_on_task_start') };
};
