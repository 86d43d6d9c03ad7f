import type { EventLog, StoredEvent } from '@application/ports';
import { type ScheduleEvent, scheduleStream } from '@domain/schedule';
import type { LaunchStep } from './shape.js';

type Created = Extract<ScheduleEvent, { readonly type: 'ScheduleCreated' }>['data'];

/** The schedule that launched a job, and who made it; its later changes are in the history of its stream. */
export const scheduleSteps = async (
  log: Pick<EventLog, 'readStream'>,
  schedule: number,
): Promise<readonly LaunchStep[]> => {
  for await (const event of log.readStream(scheduleStream(schedule), { limit: 1 })) {
    if (event.type === 'ScheduleCreated') return [stepOf(event, event.data as Created)];
  }
  return [];
};

const stepOf = ({ stream, meta }: StoredEvent, { id, name, fromJob }: Created): LaunchStep => ({
  ...{ stream, kind: 'schedule', id, name, launch_type: null },
  trigger: { by: meta.actor.kind, ...(fromJob !== null && { from_job: fromJob }) },
  at: meta.at,
  actor: { ...meta.actor },
  explanation: `Schedule ${id} "${name}" was made by ${meta.actor.name}${fromJob === null ? '' : ` of the launch of job ${fromJob}`}.`,
});
