import type { JobApi } from '@application/job-views';
import type { SeenNode } from '@application/ports';
import { type ListReader, listAnswer, type Scope } from '@application/queries';
import type { Caller, ResourceApi } from '@application/resources';
import type { Viewer } from '@domain/access';
import { forbidden, type JsonObject, missing } from '@domain/kernel';
import { sql } from 'kysely';
import { type LoadPorts, loadsOf } from './instance-load.js';
import { instanceModel } from './instance-model.js';
import { groupOf, type InstanceStatus, instancesOf, membersOf } from './instance-status.js';
import { INSTANCES, showInstance } from './instance-view.js';

export interface InstanceApiPorts extends LoadPorts {
  /** The processes of the installation, this one among them. */
  readonly nodes: () => Promise<readonly SeenNode[]>;
  /** Since when the installation exists. */
  readonly created: string;
  readonly lists: Pick<ListReader, 'page'>;
  readonly resources: Pick<ResourceApi, 'page' | 'readable' | 'scopes'>;
  readonly jobs: Pick<JobApi['lists'], 'onInstance' | 'ofInstanceGroup'>;
}

/** The nodes of the installation, and what they have to do with instance groups. */
export class InstanceApi {
  constructor(private readonly ports: InstanceApiPorts) {}

  async list(search: string, viewer: Viewer): Promise<JsonObject> {
    const scopes = this.mayRead(viewer) ? [] : [NONE];
    return this.page({ path: INSTANCES, search, scopes }, await this.instances());
  }

  /** @throws DomainError missing | forbidden */
  async read(id: number, viewer: Viewer): Promise<JsonObject> {
    const { instance, instances } = await this.found(id, viewer);
    const loadOf = await loadsOf(this.ports, instances);
    return showInstance(instance, loadOf(instance.hostname), this.ports.created);
  }

  /** Jobs that ran on a node. @throws DomainError missing | forbidden */
  async jobs(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    const { instance } = await this.found(id, viewer);
    return this.ports.jobs.onInstance({ id, hostname: instance.hostname }, search, viewer);
  }

  /** Instance groups of a node. @throws DomainError missing | forbidden */
  async groups(id: number, search: string, { viewer }: Caller): Promise<JsonObject> {
    const { instance } = await this.found(id, viewer);
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.name`)} = ${groupOf(instance)}`;
    const path = `${INSTANCES}${id}/instance_groups/`;
    return this.ports.resources.page({ kind: 'instance_group', path, search, scopes: [own] }, viewer);
  }

  /** Nodes of an instance group. @throws DomainError missing | forbidden */
  async ofGroup(id: number, search: string, { viewer }: Caller): Promise<JsonObject> {
    const { name } = await this.ports.resources.readable({ kind: 'instance_group', id }, viewer);
    const path = `/api/v2/instance_groups/${id}/instances/`;
    const instances = await this.instances();
    const members = membersOf(String(name), instances).map(({ id: member }) => sql.lit(member));
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.id`)} IN (${sql.join(members)})`;
    return this.page({ path, search, scopes: [members.length > 0 ? own : NONE] }, instances);
  }

  /** As AWX: those who run the installation, and nobody else, see what it runs on. */
  private mayRead({ isSuperuser, isSystemAuditor }: Viewer): boolean {
    return isSuperuser || isSystemAuditor;
  }

  private async instances(): Promise<readonly InstanceStatus[]> {
    return instancesOf(await this.ports.nodes());
  }

  private async found(
    id: number,
    viewer: Viewer,
  ): Promise<{ readonly instance: InstanceStatus; readonly instances: readonly InstanceStatus[] }> {
    const instances = await this.instances();
    const instance = instances.find((one) => one.id === id);
    if (!instance) throw missing();
    if (!this.mayRead(viewer)) throw forbidden();
    return { instance, instances };
  }

  private async page(
    { path, search, scopes }: { readonly path: string; readonly search: string; readonly scopes: readonly Scope[] },
    instances: readonly InstanceStatus[],
  ): Promise<JsonObject> {
    const { created } = this.ports;
    const page = await this.ports.lists.page({ model: instanceModel(instances, created), path, search, scopes });
    if (page.rows.length === 0) return listAnswer(page, []);
    const loadOf = await loadsOf(this.ports, instances);
    const shown = page.rows.flatMap(({ id }) => instances.filter((instance) => instance.id === Number(id)));
    return listAnswer(
      page,
      shown.map((instance) => showInstance(instance, loadOf(instance.hostname), created)),
    );
  }
}

const NONE: Scope = () => sql`1 = 0`;
