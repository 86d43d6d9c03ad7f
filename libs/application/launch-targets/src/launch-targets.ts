import type { AggregateRunner } from '@application/event-sourcing';
import type { ReadStore } from '@application/ports';
import type { ResourceType } from '@application/resources';
import type {
  CredentialRef,
  InventoryForLaunch,
  LaunchTarget,
  Named,
  ProjectForLaunch,
  ScalarPrompts,
  TemplateKind,
} from '@domain/launch';
import { linkedIds, type StoredValue } from '@domain/resource';
import { credentialRef } from './credential-refs.js';
import { type Stored, StoredResources } from './stored-resources.js';
import { templateValues } from './template-values.js';

const NONE: readonly number[] = [];

/** Templates as the rules of launching need them, read from their streams at the moment of the question. */
export class LaunchTargets {
  readonly resources: StoredResources;

  constructor(
    aggregates: Pick<AggregateRunner, 'load'>,
    private readonly store: Pick<ReadStore, 'all'>,
  ) {
    this.resources = new StoredResources(aggregates);
  }

  /** By API type; undefined when it is gone. @param offered inventories that layers offer */
  async of(kind: string, id: number, offered: readonly number[] = NONE): Promise<LaunchTarget | undefined> {
    switch (kind) {
      case 'job_template':
        return this.jobTemplate(id, offered);
      case 'workflow_job_template':
        return this.workflowTemplate(id, offered);
      case 'project':
      case 'system_job_template':
        return this.withoutPrompts(kind, id);
      default:
        return undefined;
    }
  }

  async jobTemplate(id: number, offered: readonly number[] = NONE): Promise<LaunchTarget | undefined> {
    const found = await this.resources.find('job_template', id);
    if (!found) return undefined;
    const base = baseOf('job_template', found);
    const [project, inventories, credentials, labels, instanceGroups] = await Promise.all([
      this.projectForLaunch(idOf(found.state.fields['project'])),
      this.inventories(base, offered),
      this.credentials(linkedIds(found.state, 'credentials')),
      this.named('label', linkedIds(found.state, 'labels')),
      this.named('instance_group', linkedIds(found.state, 'instance_groups')),
    ]);
    const values = withoutGone(base.values, inventories);
    return { ...base, values, project, inventories, labels, instanceGroups, credentials: byName(credentials) };
  }

  async workflowTemplate(id: number, offered: readonly number[] = NONE): Promise<LaunchTarget | undefined> {
    const found = await this.resources.find('workflow_job_template', id);
    if (!found) return undefined;
    const base = baseOf('workflow_job_template', found);
    const [inventories, labels] = await Promise.all([
      this.inventories(base, offered),
      this.named('label', linkedIds(found.state, 'labels')),
    ]);
    return { ...base, values: withoutGone(base.values, inventories), inventories, labels };
  }

  /** Those that exist, in order. */
  async credentials(ids: readonly number[]): Promise<readonly CredentialRef[]> {
    const found = await this.resources.all('credential', ids);
    const refs = await Promise.all(found.map((credential) => this.credential(credential)));
    return refs.filter((ref) => ref !== undefined);
  }

  /** Those that exist, in order. */
  async named(type: ResourceType, ids: readonly number[]): Promise<readonly Named[]> {
    const found = await this.resources.all(type, ids);
    return found.map(({ ref: { id, name } }) => ({ id, name }));
  }

  private async withoutPrompts(kind: 'project' | 'system_job_template', id: number): Promise<LaunchTarget | undefined> {
    const found = await this.resources.find(kind, id);
    return found && baseOf(kind, found);
  }

  private async credential(credential: Stored): Promise<CredentialRef | undefined> {
    const type = await this.resources.find('credential_type', idOf(credential.state.fields['credential_type']) ?? 0);
    return type && credentialRef(credential, type);
  }

  private async projectForLaunch(id: number | null): Promise<ProjectForLaunch | null> {
    const found = id === null ? undefined : await this.resources.find('project', id);
    if (!found) return null;
    const { scm_branch: branch, allow_override: allowOverride } = found.state.fields;
    return {
      ref: found.ref,
      branch: typeof branch === 'string' ? branch : '',
      allowOverride: allowOverride === true,
      lacksRevision: false,
    };
  }

  private async inventories(
    target: Pick<LaunchTarget, 'values' | 'asks'>,
    offered: readonly number[],
  ): Promise<LaunchTarget['inventories']> {
    const own = target.values.inventory;
    const ids = typeof own === 'number' && !offered.includes(own) ? [own, ...offered] : offered;
    const found = await this.resources.all('inventory', ids);
    const slices = mayBeSliced(target);
    const entries = await Promise.all(
      found.map(async ({ ref }): Promise<[number, InventoryForLaunch]> => {
        return [ref.id, { name: ref.name, hosts: slices ? await this.hosts(ref.id) : 0, pendingDeletion: false }];
      }),
    );
    return Object.fromEntries(entries);
  }

  private async hosts(inventory: number): Promise<number> {
    const [row] = await this.store.all('SELECT COUNT(*) AS hosts FROM host WHERE inventory = ?', [inventory]);
    return Number(row?.['hosts'] ?? 0);
  }
}

const idOf = (value: StoredValue | undefined): number | null => (typeof value === 'number' ? value : null);

/** As AWX lists the credentials of a template. */
const byName = (credentials: readonly CredentialRef[]): readonly CredentialRef[] =>
  credentials.length < 2
    ? credentials
    : [...credentials].sort((a, b) => Number(a.name > b.name) - Number(a.name < b.name) || a.id - b.id);

/** A target that prompts cannot change, but for what the template's stream says. */
const baseOf = (kind: TemplateKind, { ref, state }: Stored): LaunchTarget => ({
  ref,
  kind,
  ...templateValues(kind, state),
  credentials: [],
  labels: [],
  instanceGroups: [],
  project: null,
  inventories: {},
});

/** Hosts are counted only where their number matters. */
const mayBeSliced = ({ values, asks }: Pick<LaunchTarget, 'values' | 'asks'>): boolean =>
  Number(values.job_slice_count ?? 1) > 1 || asks.job_slice_count === true;

/** The template may still name an inventory that was deleted a moment ago. */
const withoutGone = (values: ScalarPrompts, inventories: LaunchTarget['inventories']): ScalarPrompts => {
  const { inventory } = values;
  return typeof inventory === 'number' && !Object.hasOwn(inventories, String(inventory))
    ? { ...values, inventory: null }
    : values;
};
