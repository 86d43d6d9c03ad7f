import type { Projection, RowWriter, StoredEvent } from '@application/ports';
import { type Assignment, configurationAssignments, promptAssignment } from '@application/saved-configurations';
import { clockOf } from '@domain/recurrence';
import type { ScheduleEvent, ScheduledTemplate, ScheduleTiming } from '@domain/schedule';
import {
  ORPHAN_TABLE,
  SCHEDULE_LINK_TABLE,
  SCHEDULE_MEMBERS,
  SCHEDULE_SCHEMA,
  SCHEDULE_TABLE,
  SCHEDULE_TABLES,
} from './tables.js';

/** Events that say that what a schedule launches is gone. */
export const TEMPLATE_DELETIONS = [
  'JobTemplateDeleted',
  'WorkflowTemplateDeleted',
  'ProjectDeleted',
  'SystemJobTemplateDeleted',
] as const;

type Deleted = { readonly type: (typeof TEMPLATE_DELETIONS)[number]; readonly data: object };
type Event = StoredEvent & (ScheduleEvent | Deleted);

/** Schedules as the API shows them; secrets do not get here. */
export const schedulesProjection: Projection = {
  name: 'schedules',
  version: 1,
  schema: SCHEDULE_SCHEMA,
  tables: SCHEDULE_TABLES,
  project: (rows, event) => projectSchedule(rows, event as Event),
};

const projectSchedule = async (rows: RowWriter, event: Event): Promise<void> => {
  switch (event.type) {
    case 'ScheduleCreated':
      return insert(rows, event, event.data);
    case 'ScheduleChanged':
      return set(rows, event, [...event.data.changes.flatMap(assignmentsOf), ...touched(event)]);
    case 'ScheduleEnabled':
    case 'ScheduleDisabled':
      return set(rows, event, [['enabled', Number(event.type === 'ScheduleEnabled')], ...touched(event)]);
    case 'NextRunComputed':
      return set(rows, event, timingOf(event.data));
    case 'ScheduleDeleted':
      return remove(rows, 'id', idOf(event));
    case 'JobTemplateDeleted':
    case 'WorkflowTemplateDeleted':
    case 'ProjectDeleted':
    case 'SystemJobTemplateDeleted':
      return orphan(rows, idOf(event));
    default:
      return projectMembers(rows, event);
  }
};

/** Rows that events about lists write; events of others write none. */
const projectMembers = async (rows: RowWriter, event: StoredEvent): Promise<void> => {
  const { type, data } = event as Event & ScheduleEvent;
  const id = idOf(event);
  switch (type) {
    case 'ScheduleCredentialAttached':
      return SCHEDULE_MEMBERS.attach(rows, id, 'credential', data.credential.id);
    case 'ScheduleCredentialDetached':
      return SCHEDULE_MEMBERS.detach(rows, id, 'credential', data.credential.id);
    case 'ScheduleLabelAttached':
      return SCHEDULE_MEMBERS.attach(rows, id, 'label', data.label.id);
    case 'ScheduleLabelDetached':
      return SCHEDULE_MEMBERS.detach(rows, id, 'label', data.label.id);
    case 'ScheduleInstanceGroupsChanged':
      return SCHEDULE_MEMBERS.replaceGroups(rows, id, data.instanceGroups);
    default:
  }
};

const idOf = ({ stream }: StoredEvent): number => Number(stream.slice(stream.lastIndexOf('-') + 1));

/** The system's own changes are nobody's. */
const userOf = ({ meta: { actor } }: StoredEvent): number | null => (actor.kind === 'user' ? actor.id : null);

const touched = (event: StoredEvent): readonly Assignment[] => [
  ['modified', event.meta.at],
  ['modified_by', userOf(event)],
];

/** With the decimals that all stored times have, so that they compare as text. */
const stored = (time: string | null): string | null => time && time.replace(/Z$/, '.000000Z');

const timingOf = ({ dtstart, dtend, nextRun }: ScheduleTiming): readonly Assignment[] => [
  ['dtstart', stored(dtstart)],
  ['dtend', stored(dtend)],
  ['next_run', stored(nextRun)],
];

const ruleOf = (rrule: string): readonly Assignment[] => {
  const { timezone, until } = clockOf(rrule);
  return [
    ['rrule', rrule],
    ['timezone', timezone],
    ['until', until],
  ];
};

const templateOf = ({ id, kind }: ScheduledTemplate): readonly Assignment[] => [
  ['unified_job_template', id],
  ['template_kind', kind],
];

type Created = Extract<ScheduleEvent, { readonly type: 'ScheduleCreated' }>['data'];

const insert = async (rows: RowWriter, event: StoredEvent, created: Created): Promise<void> => {
  const { id, name, description, rrule, template, enabled, prompts } = created;
  const row: readonly Assignment[] = [
    ['id', id],
    ['name', name],
    ['description', description],
    ['enabled', Number(enabled)],
    ...ruleOf(rrule),
    ...templateOf(template),
    ...configurationAssignments(prompts),
    ['created', event.meta.at],
    ['created_by', userOf(event)],
    ...touched(event),
  ];
  const columns = row.map(([column]) => `"${column}"`).join(', ');
  await rows.run(
    `INSERT INTO ${SCHEDULE_TABLE} (${columns}) VALUES (${row.map(() => '?').join(', ')})`,
    row.map(([, value]) => value),
  );
};

const set = async (rows: RowWriter, event: StoredEvent, assignments: readonly Assignment[]): Promise<void> => {
  const columns = assignments.map(([column]) => `"${column}" = ?`).join(', ');
  const values = [...assignments.map(([, value]) => value), idOf(event)];
  await rows.run(`UPDATE ${SCHEDULE_TABLE} SET ${columns} WHERE id = ?`, values);
};

type Change = Extract<ScheduleEvent, { readonly type: 'ScheduleChanged' }>['data']['changes'][number];

const assignmentsOf = ({ field, new: value }: Change): readonly Assignment[] => {
  if (field === 'template') return templateOf(value as unknown as ScheduledTemplate);
  return field === 'rrule' ? ruleOf(value as string) : [promptAssignment(field, value)];
};

const remove = async (rows: RowWriter, column: string, id: number): Promise<void> => {
  const schedules = `SELECT id FROM ${SCHEDULE_TABLE} WHERE ${column} = ?`;
  await rows.run(`DELETE FROM ${SCHEDULE_LINK_TABLE} WHERE schedule IN (${schedules})`, [id]);
  await rows.run(`DELETE FROM ${SCHEDULE_TABLE} WHERE ${column} = ?`, [id]);
  await rows.run(`DELETE FROM ${ORPHAN_TABLE} WHERE ${column} = ?`, [id]);
};

/** Not shown any more at once; that each of them is deleted follows (see the process of orphaned schedules). */
const orphan = async (rows: RowWriter, template: number): Promise<void> => {
  const orphans = `SELECT id, unified_job_template FROM ${SCHEDULE_TABLE} WHERE unified_job_template = ?`;
  const known = (await rows.all(orphans, [template])).map((row) => Number(row['id']));
  await remove(rows, 'unified_job_template', template);
  for (const id of known)
    await rows.run(`INSERT INTO ${ORPHAN_TABLE} (id, unified_job_template) VALUES (?, ?)`, [id, template]);
};
