import { derivedId } from '@application/event-sourcing';
import { actionToAttach } from '@domain/access';
import { type Json, type JsonObject, Numeral, refused } from '@domain/kernel';
import type { Linked } from '@domain/resource';
import type { ResourceType } from '../declaration/field.js';
import { type RelationDeclaration, type ResourceDeclaration, streamOf } from '../declaration/resource.js';
import type { Fields } from '../declaration/rules.js';
import { textOf } from '../declaration/text.js';
import { kindOf } from '../registry.js';
import type { WriteContext, Written } from './context.js';
import type { ResourceService } from './resource-service.js';

type Found = Fields & { readonly id: number };

/** 204 without an object, or 201 with the one that was made. */
export type Sublisted =
  { readonly status: 204; readonly written: Written } | { readonly status: 201; readonly written: Written };

/** The parent side of a sublist request. */
export interface Parent {
  readonly type: ResourceType;
  readonly id: number;
  readonly relation: string;
}

const integerId = (id: Json): number => {
  const text =
    typeof id === 'number' ? String(id) : id instanceof Numeral ? id.text : typeof id === 'string' ? id.trim() : '';
  if (!/^\d{1,15}$/.test(text)) throw refused({ msg: '"id" field must be an integer.' });
  return Number(text);
};

/** What a POST on a sublist asks for (spec resources.md §4). @throws DomainError refused */
export const requestOf = (body: JsonObject): { readonly id: number | null; readonly disassociate: boolean } => {
  const disassociate = Object.hasOwn(body, 'disassociate');
  const id = Object.hasOwn(body, 'id') ? integerId(body['id'] ?? null) : null;
  if (disassociate && id === null) throw refused({ msg: '"id" is required to disassociate' });
  return { id, disassociate };
};

/** The id in a body, as far as it is one. */
/** Id of the object that a body names; null where it names none. */
export const namedId = ({ id }: JsonObject): number | null => (typeof id === 'number' ? id : null);

/** One object's relation, as a request found it. */
interface Place {
  readonly declaration: ResourceDeclaration;
  readonly relation: RelationDeclaration;
  readonly parent: Found;
}

/** `POST <parent>/<relation>/`: attach, detach, create. */
export class SublistService {
  constructor(private readonly resources: ResourceService) {}

  /** @throws DomainError refused | forbidden | missing | invalid */
  async post(parent: Parent, body: JsonObject, context: WriteContext): Promise<Sublisted> {
    const relation = relationOf(kindOf(parent.type), parent.relation);
    if (relation.target !== 'credential' || relation.kind !== 'links') return this.applied(parent, body, context);
    const data = { credential: namedId(body), holder: { kind: parent.type, id: parent.id } };
    const wanted = { type: 'CredentialAttachmentRefused', data } as const;
    return this.resources.refusals.recorded(context, wanted, (inner) => this.applied(parent, body, inner));
  }

  private async applied(parent: Parent, body: JsonObject, context: WriteContext): Promise<Sublisted> {
    const declaration = kindOf(parent.type);
    const relation = relationOf(declaration, parent.relation);
    const { id, disassociate } = requestOf(body);
    const isMade = id === null && relation.kind !== 'links';
    const found = await this.resources.permitted(parent.type, parent.id, isMade ? 'read' : 'change', context);
    const place = { declaration, relation, parent: found };
    if (id === null) return this.createChild(place, body, context);
    const child = await this.resources.lookup.find(relation.target, id);
    if (!child) throw refused({ detail: `${kindOf(relation.target).model} matching query does not exist.` });
    if (disassociate) return this.detach(place, child, context);
    await this.resources.permitted(relation.target, id, actionToAttach(relation.target), context);
    return { status: 204, written: await this.attach(place, child, context) };
  }

  private async attach(
    { declaration, relation, parent }: Place,
    child: Found,
    context: WriteContext,
  ): Promise<Written> {
    const { type } = declaration;
    if (relation.kind !== 'links') return { type, id: parent.id, position: undefined };
    const present = await this.resources.lookup.linked(type, relation.name, parent.id);
    const isNew = !present.includes(child.id) || relation.name === 'credentials';
    if (isNew)
      await declaration.rules.beforeAttach?.(
        { parent, child, relation: relation.name, present },
        this.resources.ruleContext(context),
      );
    const data = { relation: relation.name, child: linked(relation.target, child) };
    const { position } = await this.resources.aggregates.handle(
      type,
      parent.id,
      { type: 'AttachResource', data },
      context,
    );
    return { type, id: parent.id, position };
  }

  private async detach(
    { declaration, relation, parent }: Place,
    child: Found,
    context: WriteContext,
  ): Promise<Sublisted> {
    if (relation.kind === 'owned') {
      const isOwned = child[relation.foreignKey ?? ''] === parent.id;
      const written = { type: declaration.type, id: parent.id, position: undefined };
      return {
        status: 204,
        written: isOwned ? await this.resources.remove(relation.target, child.id, context) : written,
      };
    }
    const data = { relation: relation.name, child: linked(relation.target, child) };
    const { position, events } = await this.resources.aggregates.handle(
      declaration.type,
      parent.id,
      { type: 'DetachResource', data },
      context,
    );
    if (relation.target === 'label' && events.length > 0)
      await this.resources.removeUnusedLabel(child.id, position, context);
    return { status: 204, written: { type: declaration.type, id: parent.id, position } };
  }

  private async createChild(place: Place, body: JsonObject, context: WriteContext): Promise<Sublisted> {
    const { relation, parent } = place;
    const target = kindOf(relation.target);
    if (!relation.creates) throw refused({ msg: `${target.title} 'id' field is missing.` });
    const child = childBody(relation, parent, body);
    const existing = await this.existing(relation.target, child);
    if (existing) {
      await this.resources.permitted(relation.target, existing.id, actionToAttach(relation.target), context);
      return { status: 204, written: await this.attach(place, existing, context) };
    }
    const written = await this.resources.create(relation.target, child, step(context, 'create'));
    const made = await this.resources.lookup.find(relation.target, written.id);
    if (!made || relation.kind !== 'links') return { status: 201, written };
    try {
      const { position } = await this.attach(place, made, context);
      return { status: 201, written: { ...written, position } };
    } catch (error) {
      await this.resources.remove(relation.target, written.id, step(context, 'undo'));
      throw error;
    }
  }

  /** A label of that name is attached, not made again; so is a host named without variables. */
  async existing(type: ResourceType, body: JsonObject): Promise<Found | undefined> {
    const scope = type === 'label' ? 'organization' : type === 'host' && !body['variables'] ? 'inventory' : undefined;
    const [name, place] = [body['name'], scope === undefined ? undefined : body[scope]];
    if (scope === undefined || typeof name !== 'string' || typeof place !== 'number') return undefined;
    const [id] = await this.resources.lookup.idsWhere(type, { name: name.trim(), [scope]: place });
    return id === undefined ? undefined : this.resources.lookup.find(type, id);
  }
}

const step = (context: WriteContext, name: string): WriteContext => ({
  ...context,
  commandId: derivedId('sublist', context.commandId, name),
});

const relationOf = (declaration: ResourceDeclaration, name: string): RelationDeclaration => {
  const relation = declaration.relations.find((candidate) => candidate.name === name);
  if (!relation) throw new Error(`${declaration.type} has no relation ${name}`);
  return relation;
};

/** What the parent gives its child: itself, or the inventory both are of. */
const childBody = ({ foreignKey, target }: RelationDeclaration, parent: Found, body: JsonObject): JsonObject => {
  if (foreignKey !== undefined) return { ...body, [foreignKey]: parent.id };
  if (target === 'host' || target === 'group') return { ...body, inventory: parent['inventory'] ?? null };
  return body;
};

const linked = (type: ResourceType, child: Found): Linked => {
  const declaration = kindOf(type);
  return { ref: streamOf(declaration, child.id), id: child.id, name: textOf(child[declaration.nameField]) };
};
