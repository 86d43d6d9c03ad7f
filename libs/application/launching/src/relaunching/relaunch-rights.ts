import { readHoldings, type WriteContext } from '@application/resources';
import {
  type Holdings,
  holds,
  mayRelaunch,
  mayRelaunchWorkflow,
  type RecordedFacts,
  type RelaunchVerdict,
} from '@domain/access';
import { forbidden } from '@domain/kernel';
import { judgeRecorded, type LaunchedData, type LaunchTarget } from '@domain/launch';
import { executePermission } from '../execute-permission.js';
import { hasPromptRights } from '../manual/prompt-rights.js';
import type { LaunchingPorts } from '../ports.js';

type RightsPorts = Pick<LaunchingPorts, 'store' | 'targets' | 'resources'>;

/** Who may repeat a job or workflow job (spec relaunch-and-create-schedule.md §3, §6): gathers what the policy asks for. */
export class RelaunchRights {
  constructor(private readonly ports: RightsPorts) {}

  /** @returns the rule that allows it. @throws DomainError forbidden, in the words of the rule that does not */
  async demand(launch: LaunchedData, context: WriteContext): Promise<{ readonly rule: string }> {
    const { allowed, rule, message } = await this.verdict(launch, context);
    if (allowed) return { rule };
    throw message === null ? forbidden() : forbidden({ detail: message }, 'RELAUNCH_REFUSED');
  }

  async verdict(launch: LaunchedData, context: WriteContext): Promise<RelaunchVerdict> {
    const { viewer } = context;
    const target = await this.templateOf(launch);
    const held = await readHoldings(this.ports.store, viewer);
    const common = {
      isSuperuser: viewer.isSuperuser,
      hasTemplate: target !== undefined,
      executesTemplate: target !== undefined && executePermission(target, held, viewer).allowed,
      recorded: target === undefined ? null : await this.recorded(launch, target, context),
    };
    if (launch.kind === 'workflow_job') return mayRelaunchWorkflow(common);
    const organization = await this.organizationOf(launch);
    return mayRelaunch({
      ...common,
      hasOrganization: organization !== null,
      executesInOrganization: hasRole(organization, 'execute_role', held),
      administersOrganization: hasRole(organization, 'admin_role', held),
    });
  }

  /** The template as it is now; undefined when it is gone. A sliced job's is a job template. */
  async templateOf({ template, kind, fixed, composition }: LaunchedData): Promise<LaunchTarget | undefined> {
    if (template === null) return undefined;
    const isWorkflow = kind === 'workflow_job' && fixed['is_sliced_job'] !== true;
    const offered = composition?.launchConfig?.inventory;
    const kindOf = isWorkflow ? 'workflow_job_template' : 'job_template';
    return this.ports.targets.of(kindOf, template.id, typeof offered === 'number' ? [offered] : []);
  }

  /** Null when it had none, or that is gone. */
  private async organizationOf({ organization }: LaunchedData): Promise<number | null> {
    const found = organization && (await this.ports.targets.resources.find('organization', organization.id));
    return found?.ref.id ?? null;
  }

  private async recorded(
    { composition, launchType, createdBy }: LaunchedData,
    target: LaunchTarget,
    context: WriteContext,
  ): Promise<RecordedFacts | null> {
    const config = composition?.launchConfig ?? null;
    if (config === null) return null;
    const { wasPrompted, isAccepted, hasSecrets } = judgeRecorded(config, target, launchType === 'callback');
    const isOwn = createdBy?.kind === 'user' && createdBy.id === context.viewer.id;
    return {
      ...{ wasPrompted, isAccepted, hasForeignSecrets: hasSecrets && !isOwn },
      mayUseAll: await hasPromptRights(config, this.ports.resources, context),
    };
  }
}

const hasRole = (organization: number | null, role: string, held: Holdings): boolean =>
  organization !== null && holds(held, { type: 'organization', id: organization, organization: null }, role);
