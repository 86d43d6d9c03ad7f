import { namedId, type WriteContext } from '@application/resources';
import {
  type ConfigurationListPorts,
  ConfigurationLists,
  type Listing,
  type SavedListKind,
} from '@application/saved-configurations';
import type { JsonObject } from '@domain/kernel';
import type { ScheduleRights } from './schedule-rights.js';
import type { Schedules } from './schedules.js';

/** Credentials, labels and instance groups that schedules bring (spec workflows.md §2.1.4). */
export class ScheduleLists {
  private readonly lists: ConfigurationLists;

  constructor(
    private readonly ports: ConfigurationListPorts & {
      readonly schedules: Schedules;
      readonly rights: ScheduleRights;
    },
  ) {
    this.lists = new ConfigurationLists(ports);
  }

  /** Attaches, detaches, and for labels creates. @throws DomainError refused | forbidden | missing */
  post(id: number, kind: SavedListKind, body: JsonObject, context: WriteContext): Promise<Listing> {
    if (kind !== 'credential') return this.changed(id, kind, body, context);
    const data = { credential: namedId(body), holder: { kind: 'schedule', id } };
    const wanted = { type: 'CredentialAttachmentRefused', data } as const;
    const { refusals } = this.ports.resources;
    return refusals.recorded(context, wanted, (inner) => this.changed(id, kind, body, inner));
  }

  private async changed(id: number, kind: SavedListKind, body: JsonObject, outer: WriteContext): Promise<Listing> {
    const { rights, schedules } = this.ports;
    const context = await rights.demand('change', id, outer);
    const { template, credentials } = await schedules.live(id);
    const change: Parameters<ConfigurationLists['post']>[0]['change'] = (command, inner) =>
      schedules.handle(id, command, inner);
    return this.lists.post({ template, credentials, change }, kind, body, context);
  }
}
