import { derivedId } from '@application/event-sourcing';
import type { LaunchTargets } from '@application/launch-targets';
import type { Position, StoredEvent } from '@application/ports';
import { kindOf, requestOf, type ResourceService, SublistService, type WriteContext } from '@application/resources';
import { type JsonObject, missing, refused } from '@domain/kernel';
import type { CredentialRef, LaunchTarget, Named } from '@domain/launch';

/** Path segments of the lists that a configuration brings, and the kind of their members. */
export const SAVED_LISTS = {
  credentials: 'credential',
  labels: 'label',
  instance_groups: 'instance_group',
} as const;

/** Path segment of one of them. */
export type SavedListPath = keyof typeof SAVED_LISTS;

export type SavedListKind = (typeof SAVED_LISTS)[SavedListPath];

export const SAVED_LIST_PATHS = Object.keys(SAVED_LISTS) as readonly SavedListPath[];

/** One change of a list, for the aggregate that holds it. */
export type ListChange =
  | {
      readonly type: 'AttachCredential';
      readonly credential: CredentialRef;
      /** What is launched; null = nothing. */
      readonly target: LaunchTarget | null;
      /** Those that are there already, as they were when the caller looked. */
      readonly present: readonly CredentialRef[];
    }
  | { readonly type: 'DetachCredential'; readonly credential: Named }
  | { readonly type: 'AttachLabel' | 'DetachLabel'; readonly label: Named }
  | { readonly type: 'AttachInstanceGroup' | 'DetachInstanceGroup'; readonly instanceGroup: number };

/** The node or schedule whose lists are changed; rights on it are checked already. */
export interface ListHolder {
  readonly template: { readonly kind: string; readonly id: number } | null;
  readonly credentials: readonly number[];
  readonly change: (
    change: ListChange,
    context: WriteContext,
  ) => Promise<{ readonly events: readonly StoredEvent[]; readonly position: Position | undefined }>;
}

export interface ConfigurationListPorts {
  readonly resources: ResourceService;
  readonly targets: LaunchTargets;
}

/** A POST on a list; `created`: id of a label that was made for it. */
export interface Listing {
  readonly created?: number;
  readonly position: Position | undefined;
}

interface Place {
  readonly holder: ListHolder;
  readonly kind: SavedListKind;
  readonly context: WriteContext;
}

/** Credentials, labels and instance groups that saved configurations bring (spec workflows.md §2.1.4). */
export class ConfigurationLists {
  private readonly sublists: SublistService;

  constructor(private readonly ports: ConfigurationListPorts) {
    this.sublists = new SublistService(ports.resources);
  }

  /** Attaches, detaches, and for labels creates. @throws DomainError refused | forbidden | missing */
  async post(holder: ListHolder, kind: SavedListKind, body: JsonObject, context: WriteContext): Promise<Listing> {
    const request = requestOf(body);
    const place = { holder, kind, context };
    if (request.id === null) return this.attachNew(place, body);
    const [member] = await this.ports.targets.named(kind, [request.id]);
    if (!member) throw refused({ detail: `${kindOf(kind).model} matching query does not exist.` });
    return request.disassociate ? this.detach(place, member) : this.attach(place, member);
  }

  private async attach({ holder, kind, context }: Place, member: Named): Promise<Listing> {
    const { resources } = this.ports;
    await resources.permitted(kind, member.id, kind === 'credential' ? 'use' : 'read', context);
    const change = kind === 'credential' ? await this.offer(holder, member) : changeOf('Attach', kind, member);
    const { events, position } = await holder.change(change, context);
    for (const { type, data } of events)
      if (type === 'CredentialAssociationRefused') throw refused({ msg: (data as { message: string }).message });
    return { position };
  }

  private async detach({ holder, kind, context }: Place, member: Named): Promise<Listing> {
    const { position, events } = await holder.change(changeOf('Detach', kind, member), context);
    if (kind === 'label' && events.length > 0)
      await this.ports.resources.removeUnusedLabel(member.id, position, context);
    return { position };
  }

  /** The credential with all that its rules look at. */
  private async offer({ template, credentials }: ListHolder, { id }: Named): Promise<ListChange> {
    const { targets } = this.ports;
    const [target, present, [credential]] = await Promise.all([
      template && targets.of(template.kind, template.id),
      targets.credentials(credentials),
      targets.credentials([id]),
    ]);
    if (!credential) throw refused({ detail: 'Credential matching query does not exist.' });
    return { type: 'AttachCredential', credential, target: target ?? null, present };
  }

  /** Only labels are made here; one of that name is taken as it is. */
  private async attachNew(place: Place, body: JsonObject): Promise<Listing> {
    const { kind, context } = place;
    if (kind !== 'label') throw refused({ msg: `${kindOf(kind).title} 'id' field is missing.` });
    const existing = await this.sublists.existing(kind, body);
    if (existing) return this.attachLabel(place, existing.id);
    const step = { ...context, commandId: derivedId('node label', context.commandId) };
    const { id } = await this.ports.resources.create(kind, body, step);
    return { ...(await this.attachLabel(place, id)), created: id };
  }

  private async attachLabel(place: Place, id: number): Promise<Listing> {
    const [label] = await this.ports.targets.named('label', [id]);
    if (!label) throw missing();
    return this.attach(place, label);
  }
}

const changeOf = (change: 'Attach' | 'Detach', kind: SavedListKind, { id, name }: Named): ListChange => {
  if (kind === 'label') return { type: `${change}Label`, label: { id, name } };
  if (kind === 'instance_group') return { type: `${change}InstanceGroup`, instanceGroup: id };
  return { type: 'DetachCredential', credential: { id, name } };
};
