import type { JobApi } from '@application/job-views';
import type { Clock, ReadStore } from '@application/ports';
import { type ListReader, listAnswer, type Scope } from '@application/queries';
import type { Caller, ResourceApi } from '@application/resources';
import type { Viewer } from '@domain/access';
import { forbidden, type JsonObject, missing } from '@domain/kernel';
import { sql } from 'kysely';
import { type InstanceFacts, ONLY_INSTANCE } from './instance-facts.js';
import { instanceModel } from './instance-model.js';
import { type Load, showInstance } from './instance-view.js';

export interface InstanceApiPorts {
  readonly facts: InstanceFacts;
  readonly store: Pick<ReadStore, 'all'>;
  readonly clock: Clock;
  readonly lists: Pick<ListReader, 'page'>;
  readonly resources: Pick<ResourceApi, 'page' | 'readable' | 'scopes'>;
  readonly jobs: Pick<JobApi['lists'], 'onInstance' | 'ofInstanceGroup'>;
  /** Forks that running jobs take. */
  readonly consumed: () => Promise<number>;
}

/** The group whose jobs the node runs. */
const OWN_GROUP = 'default';

const LOAD = `SELECT COUNT(*) AS total, COUNT(*) FILTER (WHERE status IN ('waiting', 'running')) AS running
  FROM unified_job WHERE execution_node = ?`;

/** The nodes of the installation (there is one), and what they have to do with instance groups. */
export class InstanceApi {
  constructor(private readonly ports: InstanceApiPorts) {}

  list(search: string, viewer: Viewer): Promise<JsonObject> {
    return this.page('/api/v2/instances/', search, this.mayRead(viewer) ? [] : [NONE]);
  }

  /** @throws DomainError missing | forbidden */
  async read(id: number, viewer: Viewer): Promise<JsonObject> {
    this.check(id, viewer);
    return this.shown();
  }

  /** Jobs that ran on a node. @throws DomainError missing | forbidden */
  jobs(id: number, search: string, viewer: Viewer): Promise<JsonObject> {
    this.check(id, viewer);
    return this.ports.jobs.onInstance({ id, hostname: this.ports.facts.hostname }, search, viewer);
  }

  /** Instance groups of a node. @throws DomainError missing | forbidden */
  async groups(id: number, search: string, { viewer }: Caller): Promise<JsonObject> {
    this.check(id, viewer);
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.name`)} = ${OWN_GROUP}`;
    const path = `/api/v2/instances/${id}/instance_groups/`;
    return this.ports.resources.page({ kind: 'instance_group', path, search, scopes: [own] }, viewer);
  }

  /** Nodes of an instance group. @throws DomainError missing | forbidden */
  async ofGroup(id: number, search: string, { viewer }: Caller): Promise<JsonObject> {
    const { name } = await this.ports.resources.readable({ kind: 'instance_group', id }, viewer);
    return this.page(`/api/v2/instance_groups/${id}/instances/`, search, name === OWN_GROUP ? [] : [NONE]);
  }

  /** As AWX: those who run the installation, and nobody else, see what it runs on. */
  private mayRead({ isSuperuser, isSystemAuditor }: Viewer): boolean {
    return isSuperuser || isSystemAuditor;
  }

  private check(id: number, viewer: Viewer): void {
    if (id !== ONLY_INSTANCE) throw missing();
    if (!this.mayRead(viewer)) throw forbidden();
  }

  private async page(path: string, search: string, scopes: readonly Scope[]): Promise<JsonObject> {
    const page = await this.ports.lists.page({ model: instanceModel(this.ports.facts), path, search, scopes });
    return listAnswer(page, page.rows.length > 0 ? [await this.shown()] : []);
  }

  private async shown(): Promise<JsonObject> {
    const { facts, clock } = this.ports;
    return showInstance(facts, await this.load(), clock.now());
  }

  private async load(): Promise<Load> {
    const [row] = await this.ports.store.all(LOAD, [this.ports.facts.hostname]);
    return { consumed: await this.ports.consumed(), running: Number(row?.['running']), total: Number(row?.['total']) };
  }
}

const NONE: Scope = () => sql`1 = 0`;
