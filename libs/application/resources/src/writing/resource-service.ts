import { derivedId } from '@application/event-sourcing';
import { type Permission, SYSTEM_VIEWER } from '@domain/access';
import { DomainError, type JsonObject, missing } from '@domain/kernel';
import type { Claim, ResourceState } from '@domain/resource';
import { SYSTEM_ROLES_STREAM, systemRoles, systemRolesCatalog } from '@domain/system-roles';
import type { ResourceType } from '../declaration/field.js';
import { type ResourceDeclaration, streamOf } from '../declaration/resource.js';
import type { Draft, Fields, RuleContext } from '../declaration/rules.js';
import { ReadLookup } from '../reading/read-lookup.js';
import { linkRelations } from '../reading/tables.js';
import { RESOURCES, kindOf } from '../registry.js';
import { textOf } from '../declaration/text.js';
import { Aggregates } from './aggregates.js';
import { Access } from './authorise.js';
import { Cascade } from './cascade.js';
import { Creation } from './creation.js';
import type { ResourcePorts, WriteContext, Written } from './context.js';
import { type Sent, draftOf, sentFields } from './draft.js';
import { Names } from './names.js';
import { ReferenceRights } from './reference-rights.js';
import { wantedFlag } from './flag-refusals.js';
import { Refusals } from './refusals.js';
import { storedFields } from './secrets.js';

/** How often a create is begun anew when somebody takes its name while it is under way. */
const ATTEMPTS = 3;

type Found = Fields & { readonly id: number };

/** An object to be made although no user asked for it: seeds know their ids and fill fields that users cannot. */
export interface Preset {
  readonly id?: number;
  readonly set?: Fields;
}

/** PATCH (`partial`) or PUT of one object. */
export interface Edit {
  readonly type: ResourceType;
  readonly id: number;
  readonly body: JsonObject;
  readonly partial: boolean;
}

/** Create, change and delete for every kind. Refusals are DomainErrors whose bodies are AWX's. */
export class ResourceService {
  readonly aggregates: Aggregates;
  readonly lookup: ReadLookup;
  readonly access: Access;
  readonly creation: Creation;
  readonly references: ReferenceRights;
  readonly refusals: Refusals;
  private readonly names: Names;
  private readonly cascade: Cascade;

  constructor(private readonly ports: ResourcePorts) {
    this.aggregates = new Aggregates(ports.runner, ports.shared);
    this.lookup = new ReadLookup(this.aggregates, ports.store);
    this.access = new Access(ports.store, this.lookup);
    this.refusals = new Refusals(ports);
    this.references = new ReferenceRights(this.access, this.refusals);
    this.names = new Names(ports.runner, this.aggregates);
    const { aggregates, names, lookup } = this;
    this.creation = new Creation({ ids: ports.ids, aggregates, names, lookup });
    this.cascade = new Cascade(this.aggregates, this.names, ports.store);
  }

  /** 201. @throws DomainError invalid | forbidden */
  create(type: ResourceType, body: JsonObject, context: WriteContext, preset: Preset = {}): Promise<Written> {
    const flagged = { type, id: null, body, current: null };
    return this.flagsRecorded(flagged, context, (inner) => this.created(type, body, inner, preset));
  }

  private async created(type: ResourceType, body: JsonObject, context: WriteContext, preset: Preset): Promise<Written> {
    const declaration = kindOf(type);
    await this.demandCreate(type, body, context);
    const sent: Sent = { declaration, body, mode: 'create', current: null };
    const values = { ...(await sentFields(sent, this.lookup)), ...preset.set };
    await this.references.demand(context, { type, sent: values, current: null });
    for (let attempt = 1; ; attempt += 1) {
      const id = preset.id ?? (await this.ports.ids.next(declaration.idSpace));
      const draft =
        preset.id === undefined
          ? await draftOf(sent, values, id, this.ruleContext(context))
          : { id, body, sent: values, next: values, current: null };
      try {
        return await this.append(declaration, draft, {
          ...context,
          commandId: derivedId('create', context.commandId, id),
        });
      } catch (error) {
        if (!isNameLost(error) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  /** 200. @throws DomainError invalid | forbidden | missing */
  async change(edit: Edit, context: WriteContext): Promise<Written> {
    const state = await this.aggregates.live(edit.type, edit.id);
    const flagged = { ...edit, current: state.fields as Fields };
    return this.flagsRecorded(flagged, context, (inner) => this.changed(edit, state, inner));
  }

  private async changed(
    { type, id, body, partial }: Edit,
    state: ResourceState,
    context: WriteContext,
  ): Promise<Written> {
    const declaration = kindOf(type);
    const current = state.fields as Fields;
    const authz = await this.demand('change', type, { ...current, id }, context);
    const sent: Sent = { declaration, body, mode: partial ? 'patch' : 'put', current };
    const values = await sentFields(sent, this.lookup);
    await this.references.demand(context, { type, sent: values, current });
    const draft = await draftOf(sent, values, id, this.ruleContext(context));
    return this.appendChange(declaration, draft, state, { ...context, authz });
  }

  /** 204. @throws DomainError forbidden | missing | in-use */
  async remove(type: ResourceType, id: number, context: WriteContext): Promise<Written> {
    const declaration = kindOf(type);
    const state = await this.aggregates.live(type, id);
    const current = { ...(state.fields as Fields), id };
    await this.demand('delete', type, current, context);
    await declaration.rules.beforeDelete?.(current, this.ruleContext(context));
    const active = await this.ports.activeJobs(type, id);
    if (active.length > 0)
      throw new DomainError('in-use', 'HAS_ACTIVE_JOBS', {
        error: 'Resource is being used by running jobs.',
        active_jobs: active,
      });
    const { position } = await this.aggregates.handle(type, id, { type: 'DeleteResource' }, context);
    await this.ports.caughtUp(position);
    const last = await this.cascade.after(type, id, state.claims, context);
    await this.ports.sealer.shred(streamOf(declaration, id));
    return { type, id, position: last ?? position };
  }

  /** The object, if the caller may do this with it. @throws DomainError missing | forbidden */
  async permitted(type: ResourceType, id: number, action: Permitted, context: WriteContext): Promise<Found> {
    const found = await this.lookup.find(type, id);
    if (!found) throw missing();
    await this.demand(action, type, found, context);
    return found;
  }

  /** A label lives as long as something carries it. */
  async removeUnusedLabel(id: number, position: Written['position'], context: WriteContext): Promise<void> {
    await this.ports.caughtUp(position);
    for (const { type, name } of labelled()) if ((await this.lookup.linking(type, name, id)).length > 0) return;
    if (await this.ports.isLabelCarried?.(id)) return;
    await this.remove('label', id, {
      ...context,
      viewer: SYSTEM_VIEWER,
      commandId: derivedId('unused', context.commandId, id),
    });
  }

  /** Roles of the whole system get their ids, once. */
  async establishSystemRoles(context: WriteContext): Promise<Written['position']> {
    const target = { stream: SYSTEM_ROLES_STREAM, decider: systemRoles, catalog: systemRolesCatalog };
    const { runner, ids } = this.ports;
    const { state } = await runner.load(target.stream, target.decider, target.catalog);
    if (state !== null) return undefined;
    const [administrator = 0, auditor = 0] = await ids.many('role', 2);
    const command = { system_administrator: administrator, system_auditor: auditor };
    return (await runner.handle({ ...target, command, context })).position;
  }

  ruleContext({ viewer }: WriteContext): RuleContext {
    return { viewer, lookup: this.lookup, playbooks: this.ports.playbooks };
  }

  private async demand(action: Permitted, type: ResourceType, found: Found, context: WriteContext): Promise<Rule> {
    const { rule } = await this.recorded(type, { credential: found.id, action }, context, () =>
      this.access.demand(context.viewer, action, type, found),
    );
    return { rule };
  }

  private demandCreate(type: ResourceType, body: JsonObject, context: WriteContext): Promise<void> {
    return this.recorded(type, { credential: null, action: 'create' }, context, () =>
      this.access.demandCreate(context.viewer, type, body),
    );
  }

  /** What is refused of a credential is remembered. */
  private recorded<Result>(
    type: ResourceType,
    data: { readonly credential: number | null; readonly action: string },
    context: WriteContext,
    work: () => Promise<Result>,
  ): Promise<Result> {
    if (type !== 'credential') return work();
    return this.refusals.recorded(context, { type: 'CredentialAccessRefused', data }, work);
  }

  /** A user is refused a role of the system, though he is asked for as a flag. */
  private async flagsRecorded<Result>(
    flagged: Pick<Edit, 'type' | 'body'> & { readonly id: number | null; readonly current: Fields | null },
    context: WriteContext,
    work: (inner: WriteContext) => Promise<Result>,
  ): Promise<Result> {
    if (flagged.type !== 'user' || context.viewer.isSuperuser) return work(context);
    const wanted = await wantedFlag(this.ports.store, flagged);
    return wanted ? this.refusals.recorded(context, wanted, work) : work(context);
  }

  private async append(declaration: ResourceDeclaration, draft: Draft, context: WriteContext): Promise<Written> {
    const fields = await this.stored(declaration, draft, {});
    const written = await this.creation.append({ declaration, id: draft.id, values: draft.next, fields }, context);
    return draft.reveal ? { ...written, revealed: draft.reveal } : written;
  }

  private appendChange(
    declaration: ResourceDeclaration,
    draft: Draft,
    state: ResourceState,
    context: WriteContext,
  ): Promise<Written> {
    const change = () => this.appendChangeNow(declaration, draft, state, context);
    return this.names.inTurn({ declaration, values: draft.next }, change);
  }

  private async appendChangeNow(
    declaration: ResourceDeclaration,
    draft: Draft,
    state: ResourceState,
    context: WriteContext,
  ): Promise<Written> {
    const { type } = declaration;
    const owner = streamOf(declaration, draft.id);
    const name = textOf(draft.next[declaration.nameField]);
    const fields = await this.stored(declaration, draft, state.fields);
    const claims = await this.names.claim({
      declaration,
      owner,
      name,
      values: draft.next,
      current: state.claims,
      context,
    });
    const isSame = claims.length === state.claims.length && claims.every((claim) => isAmong(claim, state.claims));
    const data = { name, fields, claims: isSame ? null : claims };
    const { position } = await this.aggregates.handle(type, draft.id, { type: 'ChangeResource', data }, context);
    await this.names.release(
      state.claims.filter((claim) => !isAmong(claim, claims)),
      owner,
      context,
    );
    return { type, id: draft.id, position, ...(draft.reveal && { revealed: draft.reveal }) };
  }

  private async stored(declaration: ResourceDeclaration, { sent, next, id }: Draft, current: ResourceState['fields']) {
    const typeId = next['credential_type'];
    const type = typeof typeId === 'number' ? await this.lookup.find('credential_type', typeId) : undefined;
    return storedFields(this.ports, sent, { declaration, owner: streamOf(declaration, id), current, type });
  }
}

type Permitted = Parameters<Access['demand']>[1];
type Rule = Pick<Permission, 'rule'>;

const labelled = (): readonly { type: ResourceType; name: string }[] =>
  RESOURCES.flatMap((kind) =>
    linkRelations(kind).flatMap(({ name, target }) => (target === 'label' ? [{ type: kind.type, name }] : [])),
  );

const isAmong = (claim: Claim, claims: readonly Claim[]): boolean => claims.some(({ token }) => token === claim.token);

const isNameLost = (error: unknown): boolean => error instanceof DomainError && error.code === 'NAME_LOST';
