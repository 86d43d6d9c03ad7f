import type { LaunchTargets } from '@application/launch-targets';
import type { ReadStore } from '@application/ports';
import { invalid } from '@domain/kernel';
import { compose, type Composition, type LaunchTarget, type Layer, plainVariables } from '@domain/launch';
import type { AnswerSeals } from '../answers.js';
import { composeOwned } from '../launch-plans.js';
import type { LaunchRequest } from './launch-request.js';
import type { OfferedPrompts } from './offered-prompts.js';

interface RulesPorts {
  readonly targets: LaunchTargets;
  readonly store: Pick<ReadStore, 'all'>;
  readonly seals: AnswerSeals;
  readonly maxForks: number;
}

/** What the template's rules make of a request (spec launch.md §2, §6.3). */
export class ManualRules {
  constructor(private readonly ports: RulesPorts) {}

  /** @param id of the job to be, which owns its secrets. @throws DomainError invalid with all messages at once */
  async compose(
    id: number,
    target: LaunchTarget,
    request: LaunchRequest,
    offered: OfferedPrompts,
  ): Promise<Composition> {
    const launched = await this.withProjectState(target);
    const { passwords, isLegacy } = request;
    const composition = await composeOwned({ id, target }, async (owner) =>
      compose({
        target: await this.ports.seals.target(launched, owner),
        mode: 'manual',
        layers: [await this.layer(owner, target, request, offered)],
        typedPasswords: Object.keys(passwords),
        maxForks: this.ports.maxForks,
        isLegacy,
      }),
    );
    const { errors, passwordsNeeded } = composition;
    if (Object.keys(errors).length > 0) throw invalid(errors);
    if (passwordsNeeded.some((key) => passwords[key] === '')) {
      throw invalid({ passwords_needed_to_start: passwordsNeeded });
    }
    return composition;
  }

  private async layer(
    owner: string,
    { survey }: LaunchTarget,
    { body, caller: { viewer } }: LaunchRequest,
    { lists }: OfferedPrompts,
  ): Promise<Layer> {
    const { prompts, variables, variablesError } = body;
    return {
      source: { source: 'launch', actor: { kind: 'user', id: viewer.id, name: viewer.username } },
      gate: 'apply',
      prompts,
      ...lists,
      ...(variables && (await this.ports.seals.own(plainVariables(variables), survey, { from: owner, to: owner }))),
      ...(variablesError !== undefined && { variablesError }),
    };
  }

  private async withProjectState(target: LaunchTarget): Promise<LaunchTarget> {
    const { project } = target;
    if (project === null) return target;
    return { ...target, project: { ...project, lacksRevision: await this.lacksRevision(project.ref.id) } };
  }

  /** The last update of the project failed, and the launch will not bring another one. */
  private async lacksRevision(project: number): Promise<boolean> {
    const found = await this.ports.targets.resources.find('project', project);
    const { scm_type: type, scm_update_on_launch: updates } = found?.state.fields ?? {};
    if (type === '' || updates === true) return false;
    const [row] = await this.ports.store.all('SELECT status FROM template_status WHERE id = ?', [project]);
    return row?.['status'] === 'failed' || row?.['status'] === 'error';
  }
}
