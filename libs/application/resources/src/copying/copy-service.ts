import { derivedId } from '@application/event-sourcing';
import type { IdAllocator, Position, SecretSealer } from '@application/ports';
import { type JsonObject, invalid } from '@domain/kernel';
import { type ResourceState, linkedIds } from '@domain/resource';
import type { ResourceType } from '../declaration/field.js';
import { type ResourceDeclaration, streamOf } from '../declaration/resource.js';
import type { Fields } from '../declaration/rules.js';
import { textOf } from '../declaration/text.js';
import { checkoutPath } from '../kinds/checkout-path.js';
import { kindOf } from '../registry.js';
import { coerce, sentValue } from '../writing/coerce.js';
import type { WriteContext, Written } from '../writing/context.js';
import type { ResourceService } from '../writing/resource-service.js';
import { CopyRights, owned } from './copy-rights.js';
import { InventoryContents } from './inventory-contents.js';
import { Resealer } from './resealed.js';

/** Kinds that can be copied, and which of their links go along. */
export const COPIED: Readonly<Partial<Record<ResourceType, readonly string[]>>> = {
  job_template: ['credentials', 'labels', 'instance_groups'],
  workflow_job_template: ['labels'],
  project: [],
  inventory: ['instance_groups'],
  credential: [],
  execution_environment: [],
};

/** AWX keeps the names of what can be run unique where they are typed in, not where they are copied. */
const MAY_SHARE_NAMES: readonly ResourceType[] = ['job_template', 'workflow_job_template', 'project'];

/** Original and copy, by id. */
export interface CopyPair {
  readonly from: number;
  readonly to: number;
}

export interface CopyPorts {
  readonly resources: ResourceService;
  readonly ids: IdAllocator;
  readonly sealer: SecretSealer;
  /** Field under which a survey's default of a variable is sealed. */
  readonly answerField: (variable: string) => string;
  /** Copies the nodes of a workflow template. */
  readonly copyGraph: (pair: CopyPair, context: WriteContext) => Promise<Position | undefined>;
}

/** Copies with everything that makes them work: secrets, survey, links, the contents of an inventory, the nodes of a workflow. */
export class CopyService {
  readonly rights: CopyRights;
  private readonly resealer: Resealer;
  private readonly contents: InventoryContents;

  constructor(private readonly ports: CopyPorts) {
    this.rights = new CopyRights(ports.resources);
    this.resealer = new Resealer(ports.sealer);
    this.contents = new InventoryContents(ports);
  }

  /** @throws DomainError missing | invalid | forbidden */
  async copy(type: ResourceType, id: number, body: JsonObject, context: WriteContext): Promise<Written> {
    const { aggregates } = this.ports.resources;
    const original = await aggregates.live(type, id);
    const found = { ...(original.fields as Fields), id };
    await this.rights.demand(type, found, context);
    const name = newName(kindOf(type), body, original);
    const copy = await this.ports.ids.next(kindOf(type).idSpace);
    const created = await this.create(kindOf(type), original, { id: copy, name }, context);
    const linked = await this.copyLinks(kindOf(type), original, copy, context);
    const surveyed = await this.copySurvey(kindOf(type), original, copy, context);
    const inside = await this.copyInside(type, { from: id, to: copy }, context);
    return { type, id: copy, position: inside ?? surveyed ?? linked ?? created.position };
  }

  private async create(
    declaration: ResourceDeclaration,
    original: ResourceState,
    { id, name }: { readonly id: number; readonly name: string },
    context: WriteContext,
  ): Promise<Written> {
    const { type } = declaration;
    const documents = declaration.fields.filter((field) => field.type === 'inputs').map((field) => field.name);
    const move = { from: streamOf(declaration, original.id), to: streamOf(declaration, id) };
    const kept = await this.resealer.fields(original.fields, documents, move);
    const fields = { ...kept, name, ...fresh(type, id, name, original.fields as Fields) };
    const values = owned(type, fields, context.viewer);
    const made = { declaration, id, values, fields, mayShareName: MAY_SHARE_NAMES.includes(type) };
    return this.ports.resources.creation.append(made, step(context, 'create'));
  }

  private async copyLinks(
    declaration: ResourceDeclaration,
    original: ResourceState,
    copy: number,
    context: WriteContext,
  ): Promise<Written['position']> {
    const { lookup, aggregates } = this.ports.resources;
    let last: Written['position'];
    for (const relation of COPIED[declaration.type] ?? []) {
      const target = kindOf(declaration.relations.find(({ name }) => name === relation)?.target ?? 'label');
      for (const id of linkedIds(original, relation)) {
        const child = await lookup.find(target.type, id);
        if (!child) continue;
        const linked = { ref: streamOf(target, id), id, name: textOf(child[target.nameField]) };
        const command = { type: 'AttachResource', data: { relation, child: linked } } as const;
        const attaching = step(context, relation, String(id));
        last = (await aggregates.handle(declaration.type, copy, command, attaching)).position;
      }
    }
    return last;
  }

  private async copySurvey(
    declaration: ResourceDeclaration,
    { survey, id }: ResourceState,
    copy: number,
    context: WriteContext,
  ): Promise<Written['position']> {
    if (!survey) return undefined;
    const move = { from: streamOf(declaration, id), to: streamOf(declaration, copy) };
    const data = await this.resealer.survey(survey, this.ports.answerField, move);
    const command = { type: 'ReplaceSurvey', data } as const;
    const handled = await this.ports.resources.aggregates.handle(
      declaration.type,
      copy,
      command,
      step(context, 'survey'),
    );
    return handled.position;
  }

  private async copyInside(type: ResourceType, pair: CopyPair, context: WriteContext): Promise<Written['position']> {
    if (type === 'workflow_job_template') return this.ports.copyGraph(pair, context);
    return type === 'inventory' ? this.contents.copy(pair, context) : undefined;
  }
}

/** @throws DomainError invalid */
const newName = ({ type }: ResourceDeclaration, body: JsonObject, original: ResourceState): string => {
  const field = kindOf(type).fields.find(({ name }) => name === 'name');
  const sent = sentValue(body, 'name');
  if (!field || sent === undefined) throw invalid({ name: ['This field is required.'] });
  const name = coerce(field, sent);
  if ('error' in name) throw invalid({ name: [name.error] });
  if (name.value === original.name)
    throw invalid({
      __all__: [`The original object is already named ${original.name}, a copy from it cannot have the same name.`],
    });
  return textOf(name.value);
};

/** What a copy cannot share with its original: the directory of a checkout. */
const fresh = (type: ResourceType, id: number, name: string, original: Fields): Fields => {
  if (type !== 'project') return 'managed' in original ? { managed: false } : {};
  return { local_path: original['scm_type'] === '' ? '' : checkoutPath(id, name) };
};

const step = (context: WriteContext, ...what: readonly string[]): WriteContext => ({
  ...context,
  commandId: derivedId('copy', context.commandId, ...what),
});
