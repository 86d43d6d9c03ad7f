import type { LaunchedData } from '@domain/launch';
import { INSERT_LAUNCHED, launchRow } from './launch-row.js';
import { type Place, type Statement, statement } from './statement.js';

const USE_CREDENTIAL =
  'INSERT INTO unified_job_credential (job, credential, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const WEAR_LABEL = 'INSERT INTO unified_job_label (job, label) VALUES (?, ?) ON CONFLICT DO NOTHING';
const SHOW_CURRENT = `INSERT INTO template_status (id, status, current_job) VALUES (?, ?, ?)
  ON CONFLICT (id) DO UPDATE SET status = excluded.status, current_job = excluded.current_job`;

/** A new job, with what it uses; its template shows it as the current one (spec jobs.md §1.5). */
export const launched = (data: LaunchedData, { at }: Place): readonly Statement[] => {
  const { credentials = [], labels = [] } = data.composition?.effective ?? {};
  return [
    { sql: INSERT_LAUNCHED, values: launchRow(data, at) },
    ...credentials.map((credential, position) => statement(USE_CREDENTIAL, data.id, credential.id, position)),
    ...labels.map((label) => statement(WEAR_LABEL, data.id, label.id)),
    ...(showsOnTemplate(data) ? [statement(SHOW_CURRENT, data.template.id, 'pending', data.id)] : []),
  ];
};

/** A slice is part of its workflow job and no job of the template of its own. */
const showsOnTemplate = (data: LaunchedData): data is LaunchedData & { readonly template: { readonly id: number } } =>
  data.template !== null && !(data.kind === 'job' && Number(data.composition?.effective.job_slice_count ?? 1) > 1);
