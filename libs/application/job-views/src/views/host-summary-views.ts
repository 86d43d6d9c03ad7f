import type { Clock, ReadStore, Row } from '@application/ports';
import { kindOf, urlOf } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { HOST_SUMMARY_FIELDS } from '../fields/host-summary-fields.js';
import { jobUrl } from './job-kinds.js';
import { type PartsAround, readPartsAround } from './parts-around.js';
import { shownFields, textOf } from './values.js';

/** Statistics of hosts as the API shows them. */
export const showHostSummaries = async (
  ports: { readonly store: ReadStore; readonly clock: Clock },
  rows: readonly Row[],
): Promise<readonly JsonObject[]> => {
  const around = await readPartsAround(ports, rows);
  return rows.map((row) => hostSummaryView(row, around));
};

const hostSummaryView = (row: Row, around: PartsAround): JsonObject => {
  const id = Number(row['id']);
  const host = around.host(row);
  const job = around.job(row);
  return {
    id,
    type: 'job_host_summary',
    url: `/api/v2/job_host_summaries/${id}/`,
    related: {
      job: jobUrl('job', Number(row['job'])),
      ...(host && { host: urlOf(kindOf('host'), Number(row['host'])) }),
    },
    summary_fields: { ...(host && { host }), ...(job && { job }) },
    created: textOf(row['created']),
    modified: textOf(row['modified']),
    ...shownFields(HOST_SUMMARY_FIELDS, row, 'list', host ? {} : { host: null }),
  };
};
