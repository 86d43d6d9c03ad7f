import type { LaunchTargets } from '@application/launch-targets';
import type { ReadStore } from '@application/ports';
import { type FieldErrors, invalid } from '@domain/kernel';
import { compose, type Composition, type LaunchTarget, type Layer, plainVariables } from '@domain/launch';
import { composeOwned } from '../launch-plans.js';
import type { Seals } from '../trial-seals.js';
import type { LaunchRequest } from './launch-request.js';
import type { OfferedPrompts } from './offered-prompts.js';
import type { Passwords } from './typed-passwords.js';

interface RulesPorts {
  readonly targets: LaunchTargets;
  readonly store: Pick<ReadStore, 'all'>;
  readonly seals: Seals;
  readonly trial: Seals;
  readonly maxForks: number;
}

interface Launched extends LaunchRequest {
  readonly target: LaunchTarget;
  readonly offered: OfferedPrompts;
}

/** Owner of secrets that nobody owns yet. */
const TRIAL = '';

/** What is in the way of a launch, by field; `{}` for nothing. */
export const launchErrors = ({ errors, passwordsNeeded }: Composition, passwords: Passwords): FieldErrors => {
  if (Object.keys(errors).length > 0) return errors;
  return passwordsNeeded.some((key) => passwords[key] === '') ? { passwords_needed_to_start: passwordsNeeded } : {};
};

/** @throws DomainError invalid with all messages at once */
export const demandLaunchable = (composition: Composition, passwords: Passwords): void => {
  const errors = launchErrors(composition, passwords);
  if (Object.keys(errors).length > 0) throw invalid(errors);
};

/** What the template's rules make of a request (spec launch.md §2, §6.3). */
export class ManualRules {
  constructor(private readonly ports: RulesPorts) {}

  /** What a job would run with; nothing is sealed yet, and `errors` tells what is in the way. */
  async judge(target: LaunchTarget, request: LaunchRequest, offered: OfferedPrompts): Promise<Composition> {
    const launched = { ...request, target: await this.withProjectState(target), offered };
    return this.composed(launched, TRIAL, this.ports.trial);
  }

  /** @param id of the job to be, which owns its secrets; only for what was judged and let pass */
  async compose(
    id: number,
    target: LaunchTarget,
    request: LaunchRequest,
    offered: OfferedPrompts,
  ): Promise<Composition> {
    const launched = { ...request, target: await this.withProjectState(target), offered };
    return composeOwned({ id, target }, (owner) => this.composed(launched, owner, this.ports.seals));
  }

  private async composed(launched: Launched, owner: string, seals: Seals): Promise<Composition> {
    const { target, passwords, isLegacy } = launched;
    return compose({
      target: await seals.target(target, owner),
      mode: 'manual',
      layers: [await this.layer(launched, owner, seals)],
      typedPasswords: Object.keys(passwords),
      maxForks: this.ports.maxForks,
      isLegacy,
    });
  }

  private async layer(
    { target: { survey }, body, caller: { viewer }, offered: { lists } }: Launched,
    owner: string,
    seals: Seals,
  ): Promise<Layer> {
    const { prompts, variables, variablesError } = body;
    return {
      source: { source: 'launch', actor: { kind: 'user', id: viewer.id, name: viewer.username } },
      gate: 'apply',
      prompts,
      ...lists,
      ...(variables && (await seals.own(plainVariables(variables), survey, { from: owner, to: owner }))),
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
