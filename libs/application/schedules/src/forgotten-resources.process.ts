import { derivedId } from '@application/event-sourcing';
import type { Position, ReadStore, SecretSealer, StoredEvent } from '@application/ports';
import { type ForgettableKind, type ScheduleCommand, scheduleStream } from '@domain/schedule';
import type { ScheduleNames } from './schedule-names.js';
import { TEMPLATE_DELETIONS } from './schedule-projection.js';
import type { Schedules } from './schedules.js';
import { ORPHAN_TABLE, SCHEDULE_LINK_TABLE, SCHEDULE_TABLE } from './tables.js';

/** What was deleted that schedules bring, by the event that says so. */
const KINDS: Readonly<Record<string, ForgettableKind>> = {
  InventoryDeleted: 'inventory',
  ExecutionEnvironmentDeleted: 'execution_environment',
  CredentialDeleted: 'credential',
  LabelDeleted: 'label',
  InstanceGroupDeleted: 'instance_group',
};

const ofColumn = (column: ForgettableKind): string =>
  `SELECT id FROM ${SCHEDULE_TABLE} WHERE ${column} = ? ORDER BY id`;

const ofLinks = (kind: ForgettableKind): string =>
  `SELECT schedule AS id FROM ${SCHEDULE_LINK_TABLE} WHERE relation = '${kind}' AND child = ? ORDER BY id`;

/** Schedules that bring it; one parameter, its id. */
const HOLDERS: Readonly<Record<ForgettableKind, string>> = {
  inventory: ofColumn('inventory'),
  execution_environment: ofColumn('execution_environment'),
  credential: ofLinks('credential'),
  label: ofLinks('label'),
  instance_group: ofLinks('instance_group'),
};

const ORPHANS = `SELECT id FROM ${ORPHAN_TABLE} WHERE unified_job_template = ? ORDER BY id`;

export interface ForgettingPorts {
  readonly schedules: Schedules;
  readonly names: ScheduleNames;
  readonly sealer: Pick<SecretSealer, 'shred'>;
  readonly store: Pick<ReadStore, 'all'>;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

const idOf = ({ stream }: StoredEvent): number => Number(stream.slice(stream.lastIndexOf('-') + 1));

const contextOf = (event: StoredEvent, id: number) => ({
  commandId: derivedId('schedule forgets', event.id, id),
  correlation: event.meta.correlation,
  causation: event.id,
  actor: event.meta.actor,
});

/** Schedules let go of what is deleted, and go along with their template. A process manager. */
export const forgottenBySchedules = (ports: ForgettingPorts) => ({
  name: 'schedules-forget',
  reactsTo: [...Object.keys(KINDS), ...TEMPLATE_DELETIONS],
  handle: async (event: StoredEvent): Promise<void> => {
    await ports.caughtUp(event.position);
    const kind = KINDS[event.type];
    const deleted = idOf(event);
    const rows = await ports.store.all(kind ? HOLDERS[kind] : ORPHANS, [deleted]);
    for (const { id } of rows) {
      if (kind) await follow(ports, Number(id), { type: 'ForgetDeleted', kind, id: deleted }, event);
      else await removeOrphan(ports, Number(id), event);
    }
  },
});

const follow = async (
  { schedules }: ForgettingPorts,
  id: number,
  command: ScheduleCommand,
  event: StoredEvent,
): Promise<void> => {
  await schedules.handle(id, command, contextOf(event, id));
};

/** Repeated after a crash, it frees the name and the key of one that is deleted already. */
const removeOrphan = async (ports: ForgettingPorts, id: number, event: StoredEvent): Promise<void> => {
  const { schedules, names, sealer } = ports;
  const state = await schedules.load(id);
  if (state.status === 'live') {
    await names.release(id, state.claims, { ...contextOf(event, id), commandId: derivedId('names', event.id, id) });
    await follow(ports, id, { type: 'DeleteSchedule', because: 'template_deleted' }, event);
  }
  await sealer.shred(scheduleStream(id));
};
