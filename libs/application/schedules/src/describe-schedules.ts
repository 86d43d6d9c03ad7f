import type { ReadStore } from '@application/ports';
import {
  commonEntries,
  type FieldDeclaration,
  kindOf,
  type ReadScopes,
  relatedFields,
  type ResourceType,
  shownEntry,
  shownFields,
  writtenEntry,
} from '@application/resources';
import { type SavedListKind, withOpenChoice } from '@application/saved-configurations';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { sql } from 'kysely';
import { SHOWN_FIELDS, WRITTEN_FIELDS } from './schedule-fields.js';
import { SCHEDULE_TYPE, scheduleModel } from './schedule-model.js';

const MAX_PAGE_SIZE = 200;

const entries = (fields: readonly FieldDeclaration[], describe: (field: FieldDeclaration) => JsonObject): JsonObject =>
  Object.fromEntries(fields.map((field) => [field.name, withOpenChoice(field, describe(field))]));

const SHOWN: JsonObject = {
  ...entries(SHOWN_FIELDS.first, shownEntry),
  ...commonEntries({ type: SCHEDULE_TYPE, title: 'Schedule' }),
  ...entries(SHOWN_FIELDS.others, shownEntry),
};

const WRITTEN = entries(WRITTEN_FIELDS, writtenEntry);

/** What lets a user schedule something: the role, by the kind of template. */
const LAUNCHING: readonly (readonly [ResourceType, string])[] = [
  ['job_template', 'execute_role'],
  ['workflow_job_template', 'execute_role'],
  ['project', 'update_role'],
];

/** What OPTIONS says of schedules and their lists: the writing methods only to those who may use them. */
export class ScheduleDescriptions {
  constructor(
    private readonly store: ReadStore,
    private readonly scopes: Pick<ReadScopes, 'withRole'>,
  ) {}

  /** Of the list. @param template undefined: any that the viewer may schedule */
  async list(viewer: Viewer, template?: number): Promise<JsonObject> {
    const isOffered = await this.mayCreate(viewer, template);
    return {
      actions: { GET: SHOWN, ...(isOffered && { POST: WRITTEN }) },
      types: [SCHEDULE_TYPE],
      search_fields: [...(scheduleModel.search ?? [])].sort(),
      related_search_fields: (scheduleModel.relations ?? []).map(({ name }) => `${name}__search`).sort(),
      max_page_size: MAX_PAGE_SIZE,
    };
  }

  detail(mayChange: boolean): JsonObject {
    return { actions: { GET: SHOWN, ...(mayChange && { PUT: WRITTEN }) }, types: [SCHEDULE_TYPE] };
  }

  members(kind: SavedListKind, mayChange: boolean): JsonObject {
    const target = kindOf(kind);
    const fields = relatedFields(target, { target: kind, kind: 'links', creates: kind === 'label' });
    return {
      actions: { GET: shownFields(target), ...(mayChange && { POST: fields }) },
      types: [kind],
      search_fields: [...target.search].sort(),
      max_page_size: MAX_PAGE_SIZE,
    };
  }

  private async mayCreate(viewer: Viewer, template: number | undefined): Promise<boolean> {
    if (viewer.isSuperuser) return true;
    const named = template === undefined ? sql`1 = 1` : sql`template.id = ${template}`;
    for (const [type, role] of LAUNCHING) {
      const scope = await this.scopes.withRole(type, role, viewer);
      const held = scope ? scope('template') : sql`1 = 1`;
      const query = sql`SELECT 1 FROM ${sql.table(type)} template WHERE ${named} AND ${held} LIMIT 1`;
      if ((await query.execute(this.store.db)).rows.length > 0) return true;
    }
    return false;
  }
}
