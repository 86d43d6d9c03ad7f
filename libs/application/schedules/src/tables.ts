import { CONFIGURATION_COLUMNS, MemberRows } from '@application/saved-configurations';

export const SCHEDULE_TABLE = 'schedule';
/** Credentials, labels and instance groups of schedules: `relation` is the kind of the child. */
export const SCHEDULE_LINK_TABLE = 'schedule_link';
/** Schedules whose template is deleted: shown no more, and still to be deleted. */
export const ORPHAN_TABLE = 'schedule_orphan';

export const SCHEDULE_MEMBERS = new MemberRows(SCHEDULE_LINK_TABLE, 'schedule');

export const SCHEDULE_TABLES = [SCHEDULE_TABLE, SCHEDULE_LINK_TABLE, ORPHAN_TABLE];

export const SCHEDULE_SCHEMA = [
  `CREATE TABLE ${SCHEDULE_TABLE} (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, rrule TEXT NOT NULL,
    unified_job_template INTEGER NOT NULL, template_kind TEXT NOT NULL, enabled INTEGER NOT NULL,
    ${CONFIGURATION_COLUMNS}, dtstart TEXT, dtend TEXT, next_run TEXT, timezone TEXT NOT NULL, until TEXT NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, created_by INTEGER, modified_by INTEGER)`,
  `CREATE INDEX ${SCHEDULE_TABLE}__template ON ${SCHEDULE_TABLE} (unified_job_template, next_run)`,
  `CREATE INDEX ${SCHEDULE_TABLE}__due ON ${SCHEDULE_TABLE} (next_run) WHERE next_run IS NOT NULL`,
  ...SCHEDULE_MEMBERS.schema,
  `CREATE TABLE ${ORPHAN_TABLE} (id INTEGER PRIMARY KEY, unified_job_template INTEGER NOT NULL)`,
  `CREATE INDEX ${ORPHAN_TABLE}__template ON ${ORPHAN_TABLE} (unified_job_template)`,
];
