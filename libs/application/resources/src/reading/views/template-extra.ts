import { sql } from 'kysely';
import type { Row } from '@application/ports';
import type { Json, JsonObject } from '@domain/kernel';
import { urlOf } from '../../declaration/resource.js';
import { among, groupedBy, rowsOf, textOr } from '../sql-rows.js';
import { computedColumns } from '../models/columns.js';
import { kindOf } from '../../registry.js';
import { linkTable } from '../tables.js';
import type { ExtraReader, ExtraRequest } from './extra.js';
import { labelsOf } from './labels.js';
import { recentJobsOf } from './recent-jobs.js';
import { templateJobs } from './template-jobs.js';

/** Name and description of a stored survey. */
const surveyOf = (row: Row): JsonObject => {
  const text = textOr(row['survey_spec'], null);
  if (text === null) return {};
  const { name, description } = JSON.parse(text) as { name: string; description: string };
  return { survey: { title: name, description } };
};

/** Empty until a service is chosen, then the address it calls. */
const webhook = (url: string, row: Row): JsonObject => {
  const service = textOr(row['webhook_service'], '');
  return { webhook_receiver: service === '' ? '' : `${url}${service}/` };
};

const allowsCallbacks = (row: Row): boolean => textOr(row['host_config_key'], '') !== '';

const callback = (url: string, row: Row): JsonObject => ({
  ...(allowsCallbacks(row) && { callback: `${url}callback/` }),
  callback_attempts: `${url}callback_attempts/`,
});

const credentialsOf = async ({ store, kind, ids }: ExtraRequest): Promise<(id: number) => readonly Json[]> => {
  const computed = computedColumns(kindOf('credential'));
  const [kindName, cloud] = ['kind', 'cloud'].map((name) => computed.get(name)?.('credential') ?? sql`NULL`);
  const rows = await rowsOf(
    store,
    sql`SELECT link.parent_id, credential.id, credential.name, credential.description, ${kindName} AS kind, ${cloud} AS cloud
      FROM ${sql.table(linkTable(kind, 'credentials'))} link JOIN credential ON credential.id = link.child_id
      WHERE ${among('link.parent_id', ids)} ORDER BY credential.name, credential.id`,
  );
  const credentials = groupedBy(rows, 'parent_id');
  return (id) =>
    (credentials.get(id) ?? []).map((row) => ({
      id: Number(row['id']),
      name: textOr(row['name'], ''),
      description: textOr(row['description'], ''),
      kind: textOr(row['kind'], null),
      cloud: Boolean(row['cloud']),
    }));
};

/** What both kinds of template show. */
export const workflowTemplateExtra: ExtraReader = async (request) => {
  const [labels, recent, jobs] = await Promise.all([labelsOf(request), recentJobsOf(request), templateJobs(request)]);
  return (row) => {
    const id = Number(row['id']);
    const { related, summary, fields } = jobs(id);
    return {
      ...(fields && { fields }),
      related: { ...related, ...webhook(urlOf(request.kind, id), row) },
      summary: { ...summary, labels: labels(id), ...surveyOf(row), recent_jobs: recent(id) },
    };
  };
};

/** Job templates have credentials besides, and may be called back. */
export const jobTemplateExtra: ExtraReader = async (request) => {
  const [common, credentials] = await Promise.all([workflowTemplateExtra(request), credentialsOf(request)]);
  return (row) => {
    const id = Number(row['id']);
    const { related, summary, fields } = common(row);
    return {
      related: { ...related, ...callback(urlOf(request.kind, id), row) },
      summary: { ...summary, credentials: credentials(id) },
      fields: { ...fields, allow_callbacks: allowsCallbacks(row) },
    };
  };
};
