import { type Caller, readHoldings, type ResourceType, type WriteContext, writeContext } from '@application/resources';
import { forbidden, type JsonObject, missing } from '@domain/kernel';
import { compose, type Composition, type LaunchTarget, type TemplateKind } from '@domain/launch';
import { executePermission } from '../execute-permission.js';
import type { Launcher } from '../launched-data.js';
import { nodeLayer, offeredInventories, savedVariables, type SavedPrompts } from '../node-layers.js';
import type { LaunchingPorts } from '../ports.js';
import { TrialSeals } from '../trial-seals.js';
import { HostSelections } from './host-selections.js';
import { LaunchView } from './launch-view.js';
import { WorkflowNodePreviews } from './workflow-nodes.js';

/** A schedule as it is saved. */
export interface SavedSchedule extends SavedPrompts {
  readonly id: number;
  readonly name: string;
  readonly template: { readonly kind: TemplateKind; readonly id: number };
}

const LAUNCHER: Launcher = {
  launchType: 'scheduled',
  trigger: { by: 'system', reason: 'preview' },
  launchedBy: null,
  createdBy: null,
  ancestors: [],
};

/** What a schedule would launch if it fired now (docs/preview.md); nothing is written. */
export class SavedLaunchPreviews {
  private readonly trial: TrialSeals;

  constructor(private readonly ports: LaunchingPorts) {
    this.trial = new TrialSeals(ports.sealer);
  }

  /** @throws DomainError missing | forbidden: the template, or what the schedule brings, may not be read */
  async schedule(saved: SavedSchedule, caller: Caller): Promise<JsonObject> {
    const context = writeContext(caller, 'preview');
    const { kind, id } = saved.template;
    const view = new LaunchView(this.ports, new HostSelections(this.ports.store));
    if (!(await view.mayRead(kind as ResourceType, id, context))) throw forbidden();
    const target = await this.ports.targets.of(kind, id, offeredInventories(saved));
    if (!target) throw missing();
    const permission = await this.permission(target, context);
    if (!(await view.mayReadSaved(saved, context))) return { dry_run: true, permission, launch: null };
    const composition = await this.compose(saved, target);
    const composed = { target, composition, launcher: LAUNCHER, errors: {}, typed: [] };
    const launch = { ...(await view.of(composed, context)), ...(await this.nodes(composed, view, context)) };
    return { dry_run: true, permission, launch };
  }

  private async compose(saved: SavedSchedule, target: LaunchTarget): Promise<Composition> {
    const { id, name } = saved;
    const ref = `schedule-${id}`;
    const layer = await nodeLayer(saved, { source: 'schedule', ref, name }, this.ports.targets);
    const variables = savedVariables(saved);
    const owned = variables && (await this.trial.own(variables, target.survey, { from: ref }));
    return compose({
      target: await this.trial.target(target),
      mode: 'schedule',
      layers: [{ ...layer, ...owned, gate: 'apply' }],
    });
  }

  /** The schedule fires for itself; this is whether the caller could launch the same by hand. */
  private async permission(target: LaunchTarget, { viewer }: WriteContext): Promise<JsonObject> {
    const { allowed, rule } = executePermission(target, await readHoldings(this.ports.store, viewer), viewer);
    return { allowed, rule, lacking: [] };
  }

  private async nodes(
    { target, composition }: { readonly target: LaunchTarget; readonly composition: Composition },
    view: LaunchView,
    context: WriteContext,
  ): Promise<JsonObject> {
    if (target.kind !== 'workflow_job_template') return {};
    const { aggregates, targets } = this.ports;
    const previews = new WorkflowNodePreviews({ aggregates, targets, trial: this.trial, view });
    return { nodes: await previews.of(target, composition, context) };
  }
}
