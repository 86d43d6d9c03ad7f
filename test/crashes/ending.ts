import type { Json, JsonObject } from '@domain/kernel';
import { textOf, type Api } from '../../apps/server/src/demo/api.js';
import { nodesOf, statesOf, type NodeEnd } from '../live/demo-run.js';
import { streamOf } from '../live/log-file.js';

/** All of a run that must not depend on how often the server died meanwhile: no ids, no times, no order between branches. */
export interface Ending {
  readonly status: Json;
  readonly explanation: Json;
  readonly nodes: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, JsonObject>>;
  /** Types of events, those of the run sorted, those of each job in order. */
  readonly runHistory: readonly string[];
  readonly jobHistories: Readonly<Record<string, readonly string[]>>;
}

/** Varies from run to run: who waited for whom, and how often a run was handed out that then never began. */
const INCIDENTAL = ['JobBlocked', 'JobAdmitted'];

export const endingOf = async (api: Api, data: string, id: number): Promise<Ending> => {
  const { status, job_explanation: explanation } = await api.get(`workflow_jobs/${id}/`);
  const nodes = await nodesOf(api, id);
  const ran = [...nodes].filter(([, { job }]) => job !== null);
  return {
    status: status ?? null,
    explanation: explanation ?? null,
    nodes: statesOf(nodes),
    jobs: Object.fromEntries(await Promise.all(ran.map((node) => shownJob(api, node)))),
    runHistory: (await runHistory(data, id)).toSorted(),
    jobHistories: Object.fromEntries(await Promise.all(ran.map((node) => jobHistory(data, node)))),
  };
};

const shownJob = async (api: Api, [identifier, { job }]: [string, NodeEnd]): Promise<[string, JsonObject]> => {
  const { status, artifacts, extra_vars: text, limit, job_explanation: explanation } = await api.get(`jobs/${job}/`);
  const variables = JSON.parse(textOf(text)) as JsonObject;
  const { cairn_marker_file: _ownOfEachRun, ...own } = variables;
  return [identifier, { status, artifacts, variables: own, limit, explanation } as JsonObject];
};

const runHistory = async (data: string, id: number): Promise<readonly string[]> => {
  const events = await streamOf(data, `wfjob-${id}`);
  return events.map(({ type, data }) => {
    const { identifier, status } = data as { identifier?: unknown; status?: unknown };
    return [type, identifier, status].filter((part) => typeof part === 'string').join(' ');
  });
};

const jobHistory = async (data: string, [identifier, { job }]: [string, NodeEnd]): Promise<[string, string[]]> => {
  const events = await streamOf(data, `job-${job}`);
  return [identifier, events.map(({ type }) => type).filter((type) => !INCIDENTAL.includes(type))];
};
