import { type Caller, type WriteContext, writeContext } from '@application/resources';
import { type DomainError, invalid, type JsonObject, refused } from '@domain/kernel';
import type { LaunchedData, LaunchTarget, Repeat } from '@domain/launch';
import type { LaunchingPorts } from '../ports.js';
import { type Attempt, RefusedLaunches } from '../refusals/refused-launches.js';
import { HostRetries } from './host-retries.js';
import { type RecordedJob, RecordedJobs } from './recorded-jobs.js';
import { readRelaunchBody, type RelaunchBody } from './relaunch-body.js';
import { RelaunchMaking } from './relaunch-making.js';
import { RelaunchRights } from './relaunch-rights.js';
import { demandSameSlices } from './same-slices.js';

/** Jobs and workflow jobs, repeated (spec relaunch-and-create-schedule.md). */
export class RelaunchService {
  private readonly jobs: RecordedJobs;
  private readonly rights: RelaunchRights;
  private readonly retries: HostRetries;
  private readonly making: RelaunchMaking;
  private readonly refusals: RefusedLaunches;

  constructor(private readonly ports: LaunchingPorts) {
    this.jobs = new RecordedJobs(ports.aggregates);
    this.rights = new RelaunchRights(ports);
    this.retries = new HostRetries(ports);
    this.making = new RelaunchMaking(ports, this.jobs);
    this.refusals = new RefusedLaunches(ports);
  }

  /** What the page of a job shows; whether the caller may read the job was asked before. @throws DomainError missing */
  async form(id: number): Promise<JsonObject> {
    const old = await this.jobs.job(id);
    return {
      passwords_needed_to_start: await this.passwordsNeeded(old.launch),
      retry_counts: await this.retries.counts(old),
    };
  }

  /** 201 with the new job. @throws DomainError missing | forbidden | invalid | refused */
  async job(id: number, sent: JsonObject, caller: Caller): Promise<JsonObject> {
    const old = await this.jobs.job(id);
    const context = writeContext(caller, 'relaunch');
    return this.watched({ old, context, sent }, async () => {
      const authz = await this.rights.demand(old.launch, context);
      const needed = await this.passwordsNeeded(old.launch);
      const body = readRelaunchBody(sent, needed);
      if (Object.keys(body.errors).length > 0) throw invalid(body.errors);
      await this.demandResources(old.launch);
      const failedHosts = await this.failedHosts(old, body, caller);
      const requested = requestedOf(sent);
      const target = await this.target(old.launch);
      const { passwords } = body;
      return this.making.make({
        ...{ old, target, failedHosts, passwords, requested, caller },
        context: { ...context, authz },
      });
    });
  }

  /** The same for a workflow job, sliced jobs included. @throws DomainError missing | forbidden | invalid | refused */
  async workflowJob(id: number, sent: JsonObject, caller: Caller): Promise<JsonObject> {
    const old = await this.jobs.workflowJob(id);
    const context = writeContext(caller, 'relaunch');
    return this.watched({ old, context, sent }, async () => {
      const authz = await this.rights.demand(old.launch, context);
      const target = await this.target(old.launch);
      const isSliced = old.launch.fixed['is_sliced_job'] === true;
      if (isSliced && target === undefined) {
        throw refused({ detail: 'Cannot relaunch slice workflow job orphaned from job template.' }, 'SLICES_ORPHANED');
      }
      const { nodes } = await this.jobs.graph(id);
      return this.making.make({
        ...{ old, target, caller, failedHosts: null, passwords: {}, requested: {} },
        context: { ...context, authz },
        ...(isSliced && { check: (judged) => demandSameSlices(judged, nodes.length) }),
      });
    });
  }

  private watched(
    {
      old: { launch, ref },
      context,
      sent,
    }: { readonly old: RecordedJob; readonly context: WriteContext; readonly sent: JsonObject },
    make: () => Promise<JsonObject>,
  ): Promise<JsonObject> {
    const attempt: Attempt = {
      what: 'relaunch',
      template: launch.template,
      job: { ref: ref.ref, id: ref.id },
      requested: () => requestedOf(sent),
      refusingRule: async () => (await this.rights.verdict(launch, context)).rule,
    };
    return this.refusals.watch(attempt, context, make);
  }

  private target(launch: LaunchedData): Promise<LaunchTarget | undefined> {
    return this.rights.templateOf(launch);
  }

  /** As the job's credentials ask for them now. */
  private async passwordsNeeded({ composition }: LaunchedData): Promise<readonly string[]> {
    const used = composition?.effective.credentials ?? [];
    const credentials = await this.ports.targets.credentials(used.map(({ id }) => id));
    return credentials.flatMap(({ passwordsNeeded }) => passwordsNeeded);
  }

  /** The job's own, whatever the template has now. @throws DomainError refused */
  private async demandResources({ fixed, composition }: LaunchedData): Promise<void> {
    const { resources } = this.ports.targets;
    const project = fixed['project'];
    if (typeof project !== 'number' || !(await resources.find('project', project))) throw lacks('Project');
    const inventory = composition?.effective.inventory;
    if (typeof inventory !== 'number' || !(await resources.find('inventory', inventory))) throw lacks('Inventory');
  }

  private async failedHosts(
    old: RecordedJob,
    { hosts }: RelaunchBody,
    { viewer }: Caller,
  ): Promise<Repeat['failedHosts']> {
    if (hosts === 'all') return null;
    const actor = { kind: 'user', id: viewer.id, name: viewer.username } as const;
    return { limit: await this.retries.failedLimit(old), source: { source: 'launch', actor } };
  }
}

const lacks = (resource: string): DomainError =>
  refused({ errors: [`Job Template ${resource} is missing or undefined.`] }, 'RESOURCE_MISSING');

/** Nothing but the hosts; passwords are kept nowhere. */
const requestedOf = ({ hosts }: JsonObject): JsonObject => (typeof hosts === 'string' ? { hosts } : {});
