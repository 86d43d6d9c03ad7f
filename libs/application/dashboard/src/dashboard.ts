import type { ListReader } from '@application/queries';
import { kindOf, modelOfType, type ReadScopes, type ResourceType } from '@application/resources';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';

export interface DashboardPorts {
  readonly lists: Pick<ListReader, 'page'>;
  readonly resources: Pick<ReadScopes, 'of'>;
}

const GRAPH = '/api/v2/dashboard/graphs/jobs/';

/** There are no inventory sources; AWX's own interface reads those of one cloud. */
const NO_SOURCES: JsonObject = {
  url: '/api/v2/inventory_sources/?source=ec2',
  failures_url: '/api/v2/inventory_sources/?source=ec2&status=failed',
  label: 'Amazon EC2',
  total: 0,
  failed: 0,
};

/** Sources of projects that AWX's own interface shows. */
const SOURCES = [
  ['git', 'Git'],
  ['svn', 'Subversion'],
  ['archive', 'Remote Archive'],
] as const;

/** A count, and the link to the list that has as many. */
interface Counted {
  readonly url: string;
  readonly total: number;
}

/** How many of each kind the viewer may see, and how many of them failed. Each number is the count of the list its link leads to. */
export class Dashboard {
  constructor(private readonly ports: DashboardPorts) {}

  async of(viewer: Viewer): Promise<JsonObject> {
    const plain = async (type: ResourceType): Promise<JsonObject> => ({ ...(await this.counted(type, '', viewer)) });
    const failed = (type: ResourceType, narrowing: string, failure: string): Promise<JsonObject> =>
      this.withFailed(type, [narrowing, failure], viewer);
    const [hosts, projects] = await Promise.all([
      failed('host', '', 'last_job_host_summary__failed=True'),
      failed('project', '', 'last_job_failed=True'),
    ]);
    return {
      related: { jobs_graph: GRAPH },
      inventories: await this.inventories(viewer),
      inventory_sources: { ec2: NO_SOURCES },
      groups: { ...(await plain('group')), inventory_failed: 0 },
      hosts,
      projects,
      scm_types: await this.sources(viewer),
      users: await plain('user'),
      organizations: await plain('organization'),
      teams: await plain('team'),
      credentials: await plain('credential'),
      job_templates: await plain('job_template'),
    };
  }

  /** No inventory here has sources, so none of them can have failed. */
  private async inventories(viewer: Viewer): Promise<JsonObject> {
    const all = await this.counted('inventory', '', viewer);
    const { total } = await this.counted('inventory', 'hosts_with_active_failures__gt=0', viewer);
    return { ...all, total_with_inventory_source: 0, job_failed: total, inventory_failed: 0 };
  }

  private async sources(viewer: Viewer): Promise<JsonObject> {
    const counted = await Promise.all(
      SOURCES.map(async ([type, label]) => {
        const narrowing = `scm_type=${type}`;
        return [type, { label, ...(await this.withFailed('project', [narrowing, 'last_job_failed=True'], viewer)) }];
      }),
    );
    return Object.fromEntries(counted) as JsonObject;
  }

  private async withFailed(
    type: ResourceType,
    [narrowing, failure]: readonly [string, string],
    viewer: Viewer,
  ): Promise<JsonObject> {
    const all = await this.counted(type, narrowing, viewer);
    const failures = await this.counted(type, [narrowing, failure].filter((text) => text !== '').join('&'), viewer);
    return { ...all, failures_url: failures.url, failed: failures.total };
  }

  private async counted(type: ResourceType, search: string, viewer: Viewer): Promise<Counted> {
    const path = `/api/v2/${kindOf(type).path}/`;
    const scope = await this.ports.resources.of(type, viewer);
    const request = { model: modelOfType(type), path, search: `${search}&page_size=1`, scopes: scope ? [scope] : [] };
    const { count } = await this.ports.lists.page(request);
    return { url: search === '' ? path : `${path}?${search}`, total: count };
  }
}
