import type { Row } from '@application/ports';
import { kindOf, urlOf } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import type { Surroundings } from './surroundings.js';
import { idOf } from './values.js';

/** The template of a job, while it exists. */
export interface Template {
  readonly id: number;
  readonly type: 'job_template' | 'workflow_job_template' | 'project' | 'system_job_template';
  readonly summary: JsonObject;
}

export const templateOf = (row: Row, around: Surroundings): Template | undefined => {
  const id = idOf(row['unified_job_template']);
  const summary = id === null ? undefined : around.summary('unified_job_template', id);
  return id === null || !summary ? undefined : { id, summary, type: row['template_type'] as Template['type'] };
};

/** The URL under both of its names; an update leads to its project by other means. */
export const templateLinks = ({ id, type }: Template): JsonObject => {
  const url = urlOf(kindOf(type), id);
  return { unified_job_template: url, ...(type !== 'project' && { [type]: url }) };
};

export const templateSummaries = ({ type, summary }: Template): JsonObject => {
  const { unified_job_type: _, ...named } = summary;
  return { ...(type !== 'project' && { [type]: named }), unified_job_template: summary };
};
