import type { ReadStore } from '@application/ports';
import { SCHEDULE_LINK_TABLE } from './tables.js';

/** Whether any schedule brings the label; a label that nothing carries is deleted. */
export const isLabelOnSchedule = async (store: Pick<ReadStore, 'all'>, label: number): Promise<boolean> => {
  const sql = `SELECT 1 FROM ${SCHEDULE_LINK_TABLE} WHERE relation = 'label' AND child = ? LIMIT 1`;
  return (await store.all(sql, [label])).length > 0;
};
