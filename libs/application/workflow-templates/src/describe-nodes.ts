import type { ReadStore } from '@application/ports';
import {
  commonEntries,
  type FieldDeclaration,
  kindOf,
  type ReadScopes,
  relatedFields,
  shownEntry,
  shownFields,
  writtenEntry,
} from '@application/resources';
import { type SavedListKind, withOpenChoice } from '@application/saved-configurations';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { sql } from 'kysely';
import { NODE_FIELDS } from './node-fields.js';
import { EDGE_KINDS, NODE_TYPE, workflowNodeModel } from './node-model.js';

const MAX_PAGE_SIZE = 200;

const entries = (describe: (field: FieldDeclaration) => JsonObject): JsonObject =>
  Object.fromEntries(NODE_FIELDS.map((field) => [field.name, withOpenChoice(field, describe(field))]));

const childEntries = (): JsonObject =>
  Object.fromEntries(
    EDGE_KINDS.map((kind) => {
      const label = `${kind.charAt(0).toUpperCase()}${kind.slice(1)} nodes`;
      return [`${kind}_nodes`, { type: 'field', label, help_text: '', filterable: false }];
    }),
  );

const SHOWN: JsonObject = {
  ...commonEntries({ type: NODE_TYPE, title: 'Workflow Job Template Node' }),
  ...entries(shownEntry),
  ...childEntries(),
};

const WRITTEN = entries(writtenEntry);

/** What OPTIONS says of nodes and their lists: the writing methods only to those who may change the workflow. */
export class NodeDescriptions {
  constructor(
    private readonly store: ReadStore,
    private readonly scopes: Pick<ReadScopes, 'withRole'>,
  ) {}

  /** @param workflow undefined: any that the viewer may change */
  async nodes(method: 'POST' | 'PUT', workflow: number | undefined, viewer: Viewer): Promise<JsonObject> {
    const isOffered = await this.mayChange(workflow, viewer);
    return {
      actions: { GET: SHOWN, ...(isOffered && { [method]: WRITTEN }) },
      types: [NODE_TYPE],
      ...(method === 'POST' && {
        search_fields: workflowNodeModel.search ?? [],
        related_search_fields: (workflowNodeModel.relations ?? []).map(({ name }) => `${name}__search`).sort(),
        max_page_size: MAX_PAGE_SIZE,
      }),
    };
  }

  async members(kind: SavedListKind, workflow: number, viewer: Viewer): Promise<JsonObject> {
    const target = kindOf(kind);
    const fields = relatedFields(target, { target: kind, kind: 'links', creates: kind === 'label' });
    const isOffered = await this.mayChange(workflow, viewer);
    return {
      actions: { GET: shownFields(target), ...(isOffered && { POST: fields }) },
      types: [kind],
      search_fields: [...target.search].sort(),
      max_page_size: MAX_PAGE_SIZE,
    };
  }

  private async mayChange(workflow: number | undefined, viewer: Viewer): Promise<boolean> {
    const scope = await this.scopes.withRole('workflow_job_template', 'admin_role', viewer);
    if (!scope) return true;
    const named = workflow === undefined ? sql`1 = 1` : sql`template.id = ${workflow}`;
    const query = sql`SELECT 1 FROM workflow_job_template template WHERE ${named} AND ${scope('template')} LIMIT 1`;
    return (await query.execute(this.store.db)).rows.length > 0;
  }
}
