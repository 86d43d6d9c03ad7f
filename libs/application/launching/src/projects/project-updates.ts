import type { CommandContext } from '@application/event-sourcing';
import type { Position } from '@application/ports';
import { createJob } from '@application/processes';
import { type Caller, writeContext } from '@application/resources';
import { Graphs } from '@application/workflow-templates';
import { DomainError, type JsonObject } from '@domain/kernel';
import type { LaunchTarget } from '@domain/launch';
import { AnswerSeals } from '../answers.js';
import { GraphCopies } from '../graph-copies.js';
import { launchedByUser, type Launcher } from '../launched-data.js';
import { LaunchPlans } from '../launch-plans.js';
import type { LaunchingPorts } from '../ports.js';

/** An update that is on its way; a reader of its own writes waits for the position. */
export interface StartedUpdate {
  readonly id: number;
  readonly position: Position | undefined;
}

/** Updates of projects: their checkouts brought to what the branch holds now. */
export class ProjectUpdates {
  private readonly plans: LaunchPlans;

  constructor(private readonly ports: Omit<LaunchingPorts, 'maxForks'>) {
    const { aggregates, ids, targets, sealer } = ports;
    this.plans = new LaunchPlans(
      targets,
      new GraphCopies({ graphs: new Graphs(aggregates), ids, seals: new AnswerSeals(sealer) }),
    );
  }

  /** undefined for a project that is gone, or whose files nobody fetches. */
  async launch(project: number, launcher: Launcher, context: CommandContext): Promise<StartedUpdate | undefined> {
    const target = await this.ports.targets.of('project', project);
    if (!target || !canUpdate(target)) return undefined;
    const id = await this.ports.ids.next('unified_job');
    const { launch } = await this.plans.plan({ id, target, composition: null, requested: {} }, launcher);
    const events = await createJob(this.ports.aggregates, { launch, startError: null }, context);
    return { id, position: events.at(-1)?.position };
  }

  /** GET of the update page. @throws DomainError missing | forbidden */
  async form(project: number, caller: Caller): Promise<JsonObject> {
    await this.ports.resources.permitted('project', project, 'read', writeContext(caller, 'form'));
    const target = await this.ports.targets.of('project', project);
    return { can_update: target !== undefined && canUpdate(target) };
  }

  /** 202 with the new update. @throws DomainError missing | forbidden | not-allowed for manual projects */
  async update(project: number, caller: Caller): Promise<JsonObject> {
    const context = writeContext(caller, 'update');
    await this.ports.resources.permitted('project', project, 'update', context);
    const started = await this.launch(project, launchedByUser(caller.viewer), context);
    if (!started) throw new DomainError('not-allowed', 'MANUAL_PROJECT', { detail: 'Method "POST" not allowed.' });
    await this.ports.caughtUp(started.position);
    const shown = await this.ports.jobView('project_update', started.id, caller.viewer);
    return { project_update: started.id, ...shown };
  }
}

const canUpdate = ({ fixed }: LaunchTarget): boolean => fixed['scm_type'] !== '';
