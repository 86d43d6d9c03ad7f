import type { Row } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import { elapsedOf } from './elapsed.js';
import { jobUrl } from './job-kinds.js';
import { ancestorOf, type Surroundings } from './surroundings.js';
import { idOf, textOf } from './values.js';

/** A job in the words of `summary_fields`. */
export const jobSummary = (row: Row, now: string): JsonObject => ({
  id: Number(row['id']),
  name: textOf(row['name']),
  description: textOf(row['description']),
  status: textOf(row['status']),
  failed: Boolean(row['failed']),
  elapsed: elapsedOf(row, now),
  ...(row['canceled_on'] ? { canceled_on: textOf(row['canceled_on']) } : {}),
});

/** The workflow job whose node made this one, and in details the outermost one (spec jobs.md §1.3). */
export const workflowSummaries = (row: Row, around: Surroundings, isDetail: boolean): JsonObject => {
  const source = around.workflow(idOf(row['source_workflow_job']));
  const ancestor = isDetail ? around.workflow(ancestorOf(row)) : undefined;
  return {
    ...(source && { source_workflow_job: jobSummary(source, around.now) }),
    ...(ancestor && { ancestor_job: ancestorSummary(ancestor) }),
  };
};

const ancestorSummary = ({ id, name }: Row): JsonObject => ({
  id: Number(id),
  name: textOf(name),
  type: 'workflow_job',
  url: jobUrl('workflow_job', Number(id)),
});

export const workflowLinks = (row: Row, around: Surroundings): JsonObject => {
  const source = around.workflow(idOf(row['source_workflow_job']));
  return source ? { source_workflow_job: jobUrl('workflow_job', Number(source['id'])) } : {};
};
