import { EVENTS } from '../output/event-kinds.js';
import { field, type JobField, worked } from './field.js';

const choices = Object.entries(EVENTS).map(([name, { display }]): readonly [string, string] => [name, display]);

const HEAD = [
  field('event', 'choice', { choices }),
  field('counter', 'integer'),
  worked('event_display', 'text'),
  worked('event_data', 'json'),
  worked('event_level', 'integer'),
  field('failed', 'flag'),
  field('changed', 'flag'),
  field('uuid', 'text'),
];
const TAIL = [
  field('playbook', 'text'),
  field('play', 'text'),
  field('task', 'text'),
  field('role', 'text'),
  field('stdout', 'text'),
  field('start_line', 'integer'),
  field('end_line', 'integer'),
  field('verbosity', 'integer'),
];

/** An output event of a job (spec jobs.md §6.1). */
export const JOB_EVENT_FIELDS: readonly JobField[] = [
  field('job', 'reference'),
  ...HEAD,
  field('parent_uuid', 'text'),
  field('host', 'reference'),
  field('host_name', 'text'),
  ...TAIL,
];

/** An output event of a system job: lines of text, no plays. */
export const SYSTEM_JOB_EVENT_FIELDS: readonly JobField[] = [
  ...HEAD,
  ...TAIL.filter(({ name }) => !['playbook', 'play', 'task', 'role'].includes(name)),
  field('system_job', 'reference', { column: 'job' }),
];

/** An output event of a project update. */
export const PROJECT_UPDATE_EVENT_FIELDS: readonly JobField[] = [
  ...HEAD,
  ...TAIL,
  field('project_update', 'reference', { column: 'job' }),
];
