import { type CommandContext, derivedId } from '@application/event-sourcing';
import type { Position, Row } from '@application/ports';
import type { Caller } from '@application/resources';
import type { Viewer } from '@domain/access';
import { job, jobCatalog, type JobCommand, jobStream } from '@domain/job';
import { type Actor, DomainError, forbidden, type JsonObject } from '@domain/kernel';
import type { JobKind } from '@domain/launch';
import { workflowRun, workflowRunCatalog, workflowRunStream } from '@domain/workflow-run';
import { JobRights } from '../access/job-rights.js';
import { textOf } from '../views/values.js';
import type { JobFinder } from './job-finder.js';
import type { JobApiPorts } from './ports.js';

const ACTIVE: readonly string[] = ['new', 'pending', 'waiting', 'running'];
const REASON = 'requested';

const isActive = (row: Row): boolean => ACTIVE.includes(textOf(row['status']));

/** Cancels and deletes jobs (spec jobs.md §4). */
export class JobControl {
  private readonly rights: JobRights;

  constructor(
    private readonly ports: JobApiPorts,
    private readonly finder: JobFinder,
  ) {
    this.rights = new JobRights(ports.store);
  }

  /** What the page of cancel shows. */
  async cancellation(kind: JobKind, id: number, viewer: Viewer): Promise<JsonObject> {
    const row = await this.finder.readable(kind, id, viewer);
    const canCancel = { can_cancel: isActive(row) };
    return kind === 'workflow_job' ? { ...canCancel, job_explanation: textOf(row['job_explanation']) } : canCancel;
  }

  /** @throws DomainError forbidden; not-allowed when it is over, told to superusers only */
  async cancel(kind: JobKind, id: number, caller: Caller): Promise<void> {
    const row = await this.finder.job(kind, id);
    const { mayCancel } = await this.permissions(row, caller.viewer);
    if (!isActive(row)) throw caller.viewer.isSuperuser ? isOver() : forbidden();
    if (!mayCancel) throw forbidden();
    await this.ports.caughtUp(await this.requestCancel(kind, id, caller));
  }

  /** Hides a job. @throws DomainError forbidden */
  async remove(kind: JobKind, id: number, caller: Caller): Promise<void> {
    const row = await this.finder.job(kind, id);
    const { mayDelete } = await this.permissions(row, caller.viewer);
    if (!mayDelete) throw forbidden();
    await this.refuseInsideActiveWorkflow(row);
    await this.ports.caughtUp(await this.requestRemoval(kind, id, caller));
  }

  private async permissions(row: Row, viewer: Viewer) {
    return (await this.rights.of([row], viewer))(row);
  }

  private async refuseInsideActiveWorkflow({ source_workflow_job: source = null }: Row): Promise<void> {
    const [workflow] = await this.ports.store.all('SELECT status FROM unified_job WHERE id = ?', [source]);
    if (workflow && isActive(workflow))
      throw forbidden(
        { detail: 'Cannot delete job resource when associated workflow job is running.' },
        'WORKFLOW_ACTIVE',
      );
  }

  private async requestCancel(kind: JobKind, id: number, caller: Caller): Promise<Position | undefined> {
    const [by, context] = [actorOf(caller), contextOf(caller)];
    if (kind !== 'workflow_job') return this.command(id, { type: 'CancelJob', by, reason: REASON }, context);
    const events = await this.ports.workflows.cancel(id, by, REASON, context);
    return events.at(-1)?.position;
  }

  private async requestRemoval(kind: JobKind, id: number, caller: Caller): Promise<Position | undefined> {
    const [by, context] = [actorOf(caller), contextOf(caller)];
    if (kind !== 'workflow_job') return this.command(id, { type: 'DeleteJob', by }, context);
    const { position } = await this.ports.aggregates.handle({
      ...{ stream: workflowRunStream(id), decider: workflowRun, catalog: workflowRunCatalog, context },
      command: { type: 'DeleteWorkflowJob', by },
    });
    return position;
  }

  private async command(id: number, command: JobCommand, context: CommandContext): Promise<Position | undefined> {
    const target = { stream: jobStream(id), decider: job, catalog: jobCatalog };
    const { position } = await this.ports.aggregates.handle({ ...target, command, context });
    return position;
  }
}

const isOver = (): DomainError => new DomainError('not-allowed', 'JOB_OVER', { detail: 'Method "POST" not allowed.' });

const actorOf = ({ viewer }: Caller): Actor => ({ kind: 'user', id: viewer.id, name: viewer.username });

/** Without a correlation: what is done to a job belongs to its launch. */
const contextOf = (caller: Caller): CommandContext => ({
  commandId: derivedId('request', caller.request),
  causation: caller.request,
  actor: actorOf(caller),
  request: caller.request,
});
