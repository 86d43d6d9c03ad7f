import { entriesOf } from '@application/audit';
import type { ResourceType, WriteContext } from '@application/resources';
import { DomainError, type FieldErrors, type JsonObject } from '@domain/kernel';
import { type Composition, type LaunchTarget, shownPrompts } from '@domain/launch';
import { launchedData, type Launcher } from '../launched-data.js';
import { jobKindOf } from '../launch-plans.js';
import { offeredInventories, type SavedPrompts } from '../node-layers.js';
import type { LaunchingPorts } from '../ports.js';
import type { HostSelections } from './host-selections.js';
import type { CredentialPreview, HostsPreview, LaunchPreview } from './preview-shape.js';

/** A launch whose values are composed, and will not be stored. */
export interface Composed {
  readonly target: LaunchTarget;
  readonly composition: Composition;
  readonly launcher: Launcher;
  /** What is in the way of it; without a word of `errors` a saved launch goes ahead with what was accepted. */
  readonly errors: FieldErrors;
  /** Names of passwords that were typed. */
  readonly typed: readonly string[];
}

/** Says what composed launches come to, in the words of the API. */
export class LaunchView {
  constructor(
    private readonly ports: Pick<LaunchingPorts, 'targets' | 'resources'>,
    private readonly hosts: HostSelections,
  ) {}

  async of(composed: Composed, context: WriteContext): Promise<LaunchPreview> {
    const { target, composition, errors, typed } = composed;
    const { startable } = composition;
    const isManual = composed.launcher.launchType === 'manual';
    const explanation = isManual || startable.ok ? null : startable.explanation;
    const { passwordsNeeded, ignored, masks, slices } = composition;
    return {
      type: jobKindOf(target, composition),
      template: templateOf(target),
      would_start: Object.keys(errors).length === 0 && explanation === null,
      ...{ explanation, errors, slices },
      ignored_fields: shownPrompts(ignored, masks),
      missing: {
        passwords: passwordsNeeded.filter((key) => !typed.includes(key)),
        variables: unanswered(composition),
        resources: errors['resources_needed_to_start'] ?? [],
      },
      values: entriesOf(launched(composed), false),
      credentials: await this.credentials(composition),
      hosts: await this.selected(composed, context),
    };
  }

  private async credentials({ effective }: Composition): Promise<readonly CredentialPreview[]> {
    const found = await this.ports.targets.credentials(effective.credentials.map(({ id }) => id));
    return found.map(({ id, name, passwordsNeeded }) => ({ id, name, passwords_needed: passwordsNeeded }));
  }

  /** Null where nothing is played, or on no inventory. */
  private async selected({ target, composition }: Composed, context: WriteContext): Promise<HostsPreview | null> {
    const { inventory, limit } = composition.effective;
    if (target.kind !== 'job_template' || typeof inventory !== 'number') return null;
    if (!(await this.ports.targets.resources.find('inventory', inventory))) return null;
    const showsNames = await this.mayRead('inventory', inventory, context);
    return this.hosts.of(inventory, typeof limit === 'string' ? limit : '', showsNames);
  }

  /** What a node or schedule has saved may be told, names of resources included. */
  async mayReadSaved(saved: SavedPrompts, context: WriteContext): Promise<boolean> {
    const { execution_environment: environment } = saved.prompts;
    const named: readonly (readonly [ResourceType, readonly number[]])[] = [
      ['credential', saved.credentials],
      ['label', saved.labels],
      ['instance_group', saved.instanceGroups],
      ['inventory', offeredInventories(saved)],
      ['execution_environment', typeof environment === 'number' ? [environment] : []],
    ];
    for (const [type, ids] of named) {
      for (const id of await this.existing(type, ids)) if (!(await this.mayRead(type, id, context))) return false;
    }
    return true;
  }

  private async existing(type: ResourceType, ids: readonly number[]): Promise<readonly number[]> {
    return (await this.ports.targets.named(type, ids)).map(({ id }) => id);
  }

  async mayRead(type: ResourceType, id: number, context: WriteContext): Promise<boolean> {
    try {
      await this.ports.resources.permitted(type, id, 'read', { ...context, isRecorded: true });
      return true;
    } catch (error) {
      if (error instanceof DomainError && (error.kind === 'forbidden' || error.kind === 'missing')) return false;
      throw error;
    }
  }
}

export const templateOf = ({ kind, ref }: LaunchTarget): JsonObject => ({
  type: kind,
  id: ref.id,
  name: ref.name,
  revision: ref.rev,
});

/** As the head of its stream would be; the job has no id. */
const launched = ({ target, composition, launcher }: Composed) =>
  launchedData(
    { id: 0, kind: jobKindOf(target, composition), target, organization: null, composition, requested: {}, fixed: {} },
    launcher,
  );

const UNANSWERED: readonly string[] = ['answer_missing', 'survey_invalid'];

/** Questions that have no answer, or one that will not do. */
const unanswered = ({ decisions }: Composition): readonly string[] =>
  decisions.flatMap(({ field, key, rejected }) =>
    field === 'extra_vars' && key !== undefined && rejected.some(({ code }) => UNANSWERED.includes(code)) ? [key] : [],
  );
