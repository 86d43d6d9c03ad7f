import type { Row } from '@application/ports';
import { kindOf, type ResourceType, urlOf } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import type { JobKind } from '@domain/launch';
import type { Surroundings } from './surroundings.js';
import { idOf, textOf } from './values.js';

/** Something a job refers to, as `related` and `summary_fields` name it; there only while it exists. */
export interface Reference {
  readonly name: string;
  readonly url: string;
  readonly id: number;
  readonly summary: JsonObject;
}

/** Kinds of jobs whose `related` leads to these; the others only tell their names. */
const NOT_LINKED: Readonly<Record<JobKind, readonly string[]>> = {
  job: ['instance_group'],
  workflow_job: ['organization'],
  project_update: ['organization', 'instance_group'],
  system_job: ['instance_group'],
};

const COLUMNS: readonly (readonly [name: string, type: ResourceType | 'schedule'])[] = [
  ['schedule', 'schedule'],
  ['organization', 'organization'],
  ['inventory', 'inventory'],
  ['execution_environment', 'execution_environment'],
  ['project', 'project'],
  ['instance_group', 'instance_group'],
  ['credential', 'credential'],
  ['created_by', 'user'],
];

const urlIn = (type: ResourceType | 'schedule', id: number): string =>
  type === 'schedule' ? `/api/v2/schedules/${id}/` : urlOf(kindOf(type), id);

/** Until the service takes a job on, the launch counts as its last change. */
const modifier = (row: Row, references: readonly Reference[]): readonly Reference[] => {
  const isUntouched = row['status'] === 'pending' && ['manual', 'relaunch'].includes(textOf(row['launch_type']));
  const creator = references.find(({ name }) => name === 'created_by');
  return isUntouched && creator ? [{ ...creator, name: 'modified_by' }] : [];
};

/** Resources of a job that are still there. The template is told apart: it goes by two names. */
export const referencesOf = (row: Row, around: Surroundings): readonly Reference[] => {
  const found = COLUMNS.flatMap(([name, type]) => {
    const isUpdated = name === 'project' && row['type'] === 'project_update';
    const id = idOf(row[isUpdated ? 'unified_job_template' : name]);
    const summary = id === null ? undefined : around.summary(type, id);
    return id === null || !summary ? [] : [{ name, url: urlIn(type, id), id, summary }];
  });
  return [...found, ...modifier(row, found)];
};

/** URLs of what a job refers to. */
export const linksOf = (kind: JobKind, references: readonly Reference[]): JsonObject =>
  Object.fromEntries(
    references.filter(({ name }) => !NOT_LINKED[kind].includes(name)).map(({ name, url }) => [name, url]),
  );
