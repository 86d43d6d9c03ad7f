import type { EventLog, StoredEvent } from '@application/ports';
import type { Actor, Json, JsonObject } from '@domain/kernel';
import type { LaunchedData, Trigger } from '@domain/launch';
import { scheduleSteps } from './schedule-steps.js';
import type { LaunchStep } from './shape.js';

/** Nesting that workflows do not reach: they refuse to contain themselves. */
const MOST_STEPS = 50;

const HEADS: readonly string[] = ['TemplateLaunched', 'JobCopied'];

/** The head of a job's stream. */
export interface Launched {
  readonly event: StoredEvent;
  readonly data: LaunchedData;
}

export const readLaunched = async (
  log: Pick<EventLog, 'readStream'>,
  stream: string,
): Promise<Launched | undefined> => {
  for await (const event of log.readStream(stream, { limit: 1 })) {
    return HEADS.includes(event.type) ? { event, data: event.data as LaunchedData } : undefined;
  }
  return undefined;
};

/** From this job up to the one that a person, a host or the system launched, or to the schedule and whoever made it. */
export const launchSteps = async (
  log: Pick<EventLog, 'readStream'>,
  innermost: Launched,
): Promise<readonly LaunchStep[]> => {
  const steps: LaunchStep[] = [];
  let launched: Launched | undefined = innermost;
  while (launched && steps.length < MOST_STEPS) {
    steps.push(stepOf(launched));
    const { trigger }: LaunchedData = launched.data;
    if (trigger.by === 'schedule') steps.push(...(await scheduleSteps(log, trigger.schedule)));
    const above = streamAbove(trigger);
    launched = above === null ? undefined : await readLaunched(log, above);
  }
  return steps;
};

const streamAbove = (trigger: Trigger): string | null => {
  if (trigger.by === 'workflow') return `wfjob-${trigger.workflowJob}`;
  return trigger.by === 'dependency' ? `job-${trigger.job}` : null;
};

const stepOf = ({ event, data }: Launched): LaunchStep => {
  const actor = data.createdBy ?? event.meta.actor;
  return {
    stream: event.stream,
    kind: data.kind,
    id: data.id,
    name: data.name,
    launch_type: data.launchType,
    trigger: snakeCased(data.trigger),
    at: event.meta.at,
    actor: { ...actor },
    explanation: `${WHAT[data.kind]} ${data.id} "${data.name}" was launched ${because(data, actor)}.`,
  };
};

const WHAT: Readonly<Record<LaunchedData['kind'], string>> = {
  job: 'Job',
  workflow_job: 'Workflow job',
  project_update: 'Project update',
  system_job: 'System job',
};

const because = (data: LaunchedData, actor: Actor): string => {
  const { trigger, launchedBy } = data;
  switch (trigger.by) {
    case 'user':
      return `by ${actor.name}`;
    case 'workflow':
      return `by node ${trigger.node} of workflow job ${trigger.workflowJob}${sliceOf(data)}`;
    case 'schedule':
      return `by schedule ${trigger.schedule} "${launchedBy?.name ?? ''}" for ${trigger.occurrence}`;
    case 'relaunch':
      return `by ${actor.name}, who repeated ${repeated(data, trigger.job)}`;
    case 'callback':
      return `by the call of host ${trigger.host}${quotedText(data.requested['limit'])}`;
    case 'dependency':
      return `for job ${trigger.job}, which needs it`;
    case 'system':
      return `by Cairn: ${trigger.reason}`;
  }
};

/** Slices are told by their number, for nodes of slices have no names. */
const sliceOf = ({ fixed: { job_slice_number: slice } }: LaunchedData): string =>
  typeof slice === 'number' && slice > 0 ? `, as its slice ${slice}` : '';

const repeated = ({ kind, requested }: LaunchedData, id: number): string => {
  const hosts = requested['hosts'] === 'failed' ? ' on the hosts that had failed' : '';
  return `${kind === 'workflow_job' ? 'workflow job' : 'job'} ${id}${hosts}`;
};

const quotedText = (text: Json | undefined): string => (typeof text === 'string' ? ` "${text}"` : '');

const snakeCased = (trigger: Trigger): JsonObject =>
  Object.fromEntries(
    Object.entries(trigger).map(([name, value]: [string, string | number]) => [
      name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
