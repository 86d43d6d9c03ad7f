import type { Clock, ReadStore, Row } from '@application/ports';
import { kindOf, urlOf } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { JOB_EVENT_FIELDS, PROJECT_UPDATE_EVENT_FIELDS, SYSTEM_JOB_EVENT_FIELDS } from '../fields/event-fields.js';
import { truncated } from '../output/ansi.js';
import { displayOf, levelOf } from '../output/event-kinds.js';
import { withMaskedUrls } from '../output/masked-urls.js';
import { jobUrl } from './job-kinds.js';
import { type PartsAround, readPartsAround } from './parts-around.js';
import { type Computed, shownFields, textOf } from './values.js';

/** AWX's setting EVENT_STDOUT_MAX_BYTES_DISPLAY. */
export const MOST_EVENT_CHARACTERS = 1024;

/** Which events are shown, and whether long output is cut. */
export interface EventsShown {
  readonly of: 'job' | 'project_update' | 'system_job';
  readonly isWhole: boolean;
}

/** Output events as the API shows them (spec jobs.md §6.1). */
export const showEvents = async (
  ports: { readonly store: ReadStore; readonly clock: Clock },
  rows: readonly Row[],
  { of, isWhole }: EventsShown,
): Promise<readonly JsonObject[]> => {
  const around = await readPartsAround(ports, rows);
  return rows.map((row) => VIEWS[of](row, around, isWhole));
};

const jobEventView = (row: Row, around: PartsAround, isWhole: boolean): JsonObject => {
  const id = Number(row['id']);
  const url = `/api/v2/job_events/${id}/`;
  const [host, job] = [around.host(row), around.job(row)];
  return {
    id,
    type: 'job_event',
    url,
    related: {
      job: jobUrl('job', Number(row['job'])),
      children: `${url}children/`,
      ...(host && { host: urlOf(kindOf('host'), Number(row['host'])) }),
    },
    summary_fields: { ...(host && { host }), ...(job && { job }), role: {} },
    created: textOf(row['created']),
    modified: textOf(row['created']),
    ...shownFields(JOB_EVENT_FIELDS, row, 'list', { ...computed(row, isWhole), ...(host ? {} : { host: null }) }),
  };
};

/** These have no page of their own. */
const updateEventView = (row: Row, around: PartsAround, isWhole: boolean): JsonObject => {
  const update = around.job(row);
  const masked = {
    ...row,
    stdout: withMaskedUrls(textOf(row['stdout'])),
    event_data: withMaskedUrls(textOf(row['event_data'])),
  };
  return {
    id: Number(row['id']),
    type: 'project_update_event',
    url: '',
    related: { project_update: jobUrl('project_update', Number(row['job'])) },
    summary_fields: { ...(update && { project_update: update }) },
    created: textOf(row['created']),
    modified: textOf(row['created']),
    ...shownFields(PROJECT_UPDATE_EVENT_FIELDS, masked, 'list', computed(masked, isWhole)),
  };
};

const systemJobEventView = (row: Row, around: PartsAround, isWhole: boolean): JsonObject => {
  const job = around.job(row);
  return {
    id: Number(row['id']),
    type: 'system_job_event',
    url: '',
    related: { system_job: jobUrl('system_job', Number(row['job'])) },
    summary_fields: { ...(job && { system_job: job }) },
    created: textOf(row['created']),
    modified: textOf(row['created']),
    ...shownFields(SYSTEM_JOB_EVENT_FIELDS, row, 'list', computed(row, isWhole)),
  };
};

const VIEWS: Readonly<Record<EventsShown['of'], (row: Row, around: PartsAround, isWhole: boolean) => JsonObject>> = {
  job: jobEventView,
  project_update: updateEventView,
  system_job: systemJobEventView,
};

const computed = (row: Row, isWhole: boolean): Computed => {
  const [event, stdout] = [textOf(row['event']), textOf(row['stdout'])];
  const names = { play: textOf(row['play']), task: textOf(row['task']), role: textOf(row['role']) };
  return {
    event_display: displayOf(event, names),
    event_level: levelOf(event),
    // Headlines and the recap are what a reader looks for: they are never cut.
    stdout: isWhole || event.startsWith('playbook_on_') ? stdout : truncated(stdout, MOST_EVENT_CHARACTERS),
  };
};
