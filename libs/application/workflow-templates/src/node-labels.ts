import type { ReadStore } from '@application/ports';
import { LINK_TABLE } from './tables.js';

/** Whether any node brings the label; a label that nothing carries is deleted. */
export const isLabelOnNode = async (store: Pick<ReadStore, 'all'>, label: number): Promise<boolean> => {
  const sql = `SELECT 1 FROM ${LINK_TABLE} WHERE relation = 'label' AND child = ? LIMIT 1`;
  return (await store.all(sql, [label])).length > 0;
};
