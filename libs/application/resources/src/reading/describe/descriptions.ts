import type { JsonObject } from '@domain/kernel';
import { type Viewer, creatingOf, reach } from '@domain/access';
import type { ReadStore, Row } from '@application/ports';
import type { ResourceType } from '../../declaration/field.js';
import type { ResourceDeclaration } from '../../declaration/resource.js';
import { kindOf } from '../../registry.js';
import { readHoldings } from '../holdings-reader.js';
import { modelOfType } from '../models/resource-models.js';
import { mayDo } from '../views/capabilities.js';
import { type Related, relatedFields, shownFields, writtenFields } from './actions.js';

const MAX_PAGE_SIZE = 200;

const kindFacts = (kind: ResourceDeclaration): JsonObject => ({
  types: [kind.type],
  ...(kind.roles.length > 0 && { object_roles: kind.roles.map(({ field }) => field) }),
});

const listFacts = (kind: ResourceDeclaration): JsonObject => ({
  ...kindFacts(kind),
  search_fields: [...(kind.searchFields ?? kind.search)].sort(),
  related_search_fields: (modelOfType(kind.type).relations ?? []).map(({ name }) => `${name}__search`).sort(),
  max_page_size: MAX_PAGE_SIZE,
});

/** What OPTIONS tells: the fields, and of the writing methods those that the viewer may use. */
export class Descriptions {
  constructor(private readonly store: ReadStore) {}

  async list(type: ResourceType, viewer: Viewer): Promise<JsonObject> {
    const kind = kindOf(type);
    const creates = kind.methods.includes('POST') && (await this.mayCreate(type, viewer));
    return {
      actions: { GET: shownFields(kind), ...(creates && { POST: writtenFields(kind) }) },
      ...listFacts(kind),
    };
  }

  /** @param row undefined for an object that is not there: AWX describes it all the same */
  async detail(type: ResourceType, row: Row | undefined, viewer: Viewer): Promise<JsonObject> {
    const kind = kindOf(type);
    const changes = row !== undefined && (await mayDo({ store: this.store, kind, viewer }, 'change', row));
    return {
      actions: { GET: shownFields(kind), ...(changes && { PUT: writtenFields(kind) }) },
      ...kindFacts(kind),
    };
  }

  /** @param row of the parent */
  async sublist(type: ResourceType, relation: Related, row: Row | undefined, viewer: Viewer): Promise<JsonObject> {
    const target = kindOf(relation.target);
    const fields = relatedFields(target, relation);
    const isOffered = row !== undefined && Object.keys(fields).length > 0;
    const writes = isOffered && (await mayDo({ store: this.store, kind: kindOf(type), viewer }, 'change', row));
    return { actions: { GET: shownFields(target), ...(writes && { POST: fields }) }, ...listFacts(target) };
  }

  /** Is there any place where the viewer could create such an object? */
  private async mayCreate(type: ResourceType, viewer: Viewer): Promise<boolean> {
    if (viewer.isSuperuser || type === 'credential') return true;
    const creating = creatingOf(type);
    if (!creating) return false;
    const { ids, organizations } = reach(await readHoldings(this.store, viewer), creating.place, creating.role);
    return ids.length > 0 || organizations.length > 0;
  }
}
