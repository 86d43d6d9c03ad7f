import { type Caller, readHoldings, type WriteContext, writeContext } from '@application/resources';
import { type JsonObject, missing } from '@domain/kernel';
import type { Composition, LaunchTarget, RecordedPrompts } from '@domain/launch';
import { executePermission } from '../execute-permission.js';
import { launchedByUser } from '../launched-data.js';
import { type LaunchableKind, withoutFields } from '../manual/launch-body.js';
import { launchRequest, type LaunchRequest } from '../manual/launch-request.js';
import { launchErrors, ManualRules } from '../manual/manual-rules.js';
import { type OfferedPrompts, offeredPrompts } from '../manual/offered-prompts.js';
import { lackingRights } from '../manual/prompt-rights.js';
import type { LaunchingPorts } from '../ports.js';
import { TrialSeals } from '../trial-seals.js';
import { HostSelections } from './host-selections.js';
import { LaunchView } from './launch-view.js';
import type { LaunchPreview, PermissionPreview } from './preview-shape.js';
import { WorkflowNodePreviews } from './workflow-nodes.js';

/** A request that was understood as far as it can be, and what its template makes of it. */
interface Judged {
  readonly target: LaunchTarget;
  readonly request: LaunchRequest;
  readonly offered: OfferedPrompts;
  readonly composition: Composition;
  readonly permission: PermissionPreview;
  /** The request names something that the caller may not use: what that is called is not told. */
  readonly isForeign: boolean;
}

/** What would run, without a trace (docs/preview.md): the rules, and what they are asked, are those of the launch itself. */
export class LaunchPreviews {
  private readonly rules: ManualRules;
  private readonly trial: TrialSeals;

  constructor(private readonly ports: LaunchingPorts) {
    const { targets, store, sealer, maxForks } = ports;
    this.trial = new TrialSeals(sealer);
    this.rules = new ManualRules({ targets, store, seals: this.trial, trial: this.trial, maxForks });
  }

  /** @throws DomainError missing | forbidden: the template may not be read | refused */
  async template(kind: LaunchableKind, id: number, sent: JsonObject, caller: Caller): Promise<JsonObject> {
    const context = writeContext(caller, 'preview');
    const judged = await this.judge({ kind, id }, sent, context, caller);
    const { target, composition, permission, isForeign } = judged;
    const view = this.view();
    const preview = await this.preview(judged, view, context);
    if (kind === 'job_template') return { dry_run: true, ...preview, permission };
    const nodes = isForeign ? null : await this.nodes(view).of(target, composition, context);
    return { dry_run: true, ...preview, permission, nodes };
  }

  /** A saved node, in its workflow launched with what was sent. @throws DomainError missing | forbidden | refused */
  async node(id: number, sent: JsonObject, caller: Caller): Promise<JsonObject> {
    const context = writeContext(caller, 'preview');
    const workflow = await this.workflowOf(id);
    const judged = await this.judge({ kind: 'workflow_job_template', id: workflow }, sent, context, caller);
    const { target, composition, permission, isForeign } = judged;
    if (isForeign) return { dry_run: true, id, permission, launch: null };
    const [node] = await this.nodes(this.view()).of(target, composition, context, id);
    if (!node) throw missing();
    return { dry_run: true, ...node, permission };
  }

  private async judge(
    { kind, id }: { readonly kind: LaunchableKind; readonly id: number },
    sent: JsonObject,
    context: WriteContext,
    caller: Caller,
  ): Promise<Judged> {
    await this.ports.resources.permitted(kind, id, 'read', context);
    const asked = launchRequest(await this.target(kind, id), sent, caller);
    const offered = await offeredPrompts(asked.body, this.ports.targets);
    const request = { ...asked, body: withoutFields(asked.body, Object.keys(offered.errors)) };
    const target = await this.target(kind, id, request.body.prompts.inventory);
    const composition = await this.rules.judge(target, request, offered);
    const permission = await this.permission(target, composition, context);
    const foreign = await lackingRights(everythingOffered(request, offered), target, this.ports.resources, context);
    return { target, request, offered, composition, permission, isForeign: foreign.length > 0 };
  }

  private async preview(judged: Judged, view: LaunchView, context: WriteContext): Promise<JsonObject> {
    const { target, request, offered, composition, permission, isForeign } = judged;
    const { passwords, caller } = request;
    const errors = Object.keys(offered.errors).length > 0 ? offered.errors : launchErrors(composition, passwords);
    const typed = Object.keys(passwords).filter((key) => passwords[key] !== '');
    const launcher = launchedByUser(caller.viewer);
    const shown = await view.of({ target, composition, launcher, errors, typed }, context);
    const would = shown.would_start && permission.allowed && permission.lacking.length === 0;
    return { ...shown, would_start: would, ...(isForeign && HIDDEN) };
  }

  private async permission(
    target: LaunchTarget,
    { accepted }: Composition,
    context: WriteContext,
  ): Promise<PermissionPreview> {
    const held = await readHoldings(this.ports.store, context.viewer);
    const lacking = await lackingRights(accepted, target, this.ports.resources, context);
    return {
      ...executePermission(target, held, context.viewer),
      lacking: lacking.map(([type, id, right]) => ({ type, id, right })),
    };
  }

  private async workflowOf(node: number): Promise<number> {
    const sql = 'SELECT workflow_job_template FROM workflow_job_template_node WHERE id = ?';
    const [row] = await this.ports.store.all(sql, [node]);
    if (!row) throw missing();
    return Number(row['workflow_job_template']);
  }

  private async target(kind: LaunchableKind, id: number, inventory?: unknown): Promise<LaunchTarget> {
    const target = await this.ports.targets.of(kind, id, typeof inventory === 'number' ? [inventory] : []);
    if (!target) throw missing();
    return target;
  }

  private view(): LaunchView {
    return new LaunchView(this.ports, new HostSelections(this.ports.store));
  }

  private nodes(view: LaunchView): WorkflowNodePreviews {
    const { aggregates, targets } = this.ports;
    return new WorkflowNodePreviews({ aggregates, targets, trial: this.trial, view });
  }
}

const HIDDEN: { readonly [Member in keyof LaunchPreview]?: null } = { values: null, credentials: null, hosts: null };

/** What the request names, whatever the template makes of it. */
const everythingOffered = ({ body }: LaunchRequest, { lists }: OfferedPrompts): RecordedPrompts => {
  const { inventory, execution_environment: environment } = body.prompts;
  const { credentials, labels, instanceGroups } = lists;
  return {
    ...(inventory !== undefined && { inventory }),
    ...(environment !== undefined && { execution_environment: environment }),
    ...(credentials && { credentials }),
    ...(labels && { labels }),
    ...(instanceGroups && { instance_groups: instanceGroups }),
  };
};
