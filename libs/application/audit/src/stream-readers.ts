import type { Viewer } from '@domain/access';
import { streamBesideLog } from '@domain/launch-log';
import type { ReadStore } from '@application/ports';
import type { Scope } from '@application/queries';
import { RESOURCES, type ResourceType } from '@application/resources';

/** Which jobs and which objects of a kind a viewer may read; undefined: all. */
export interface Visibility {
  readonly jobs: (viewer: Viewer) => Promise<Scope | undefined>;
  readonly resources: (type: ResourceType, viewer: Viewer) => Promise<Scope | undefined>;
  /** Which of them the viewer administers. */
  readonly administered: (type: ResourceType, viewer: Viewer) => Promise<Scope | undefined>;
}

/** Kinds whose history their readers may see; what is kept of others is for those who see everything. */
const TEMPLATES: ReadonlyMap<string, ResourceType> = new Map(
  RESOURCES.filter(({ type }) => ['job_template', 'workflow_job_template', 'project'].includes(type)).map(
    ({ prefix, type }) => [prefix, type],
  ),
);

/**
 * Fills `MayRead`: the history of a job or template is for those who can read it now, that of refused launches for those who
 * administer the template.
 */
export class StreamReaders {
  constructor(
    private readonly store: Pick<ReadStore, 'db'>,
    private readonly visibility: Visibility,
  ) {}

  async mayRead(viewer: Viewer, stream: string): Promise<boolean> {
    const beside = streamBesideLog(stream);
    const [, prefix = '', id = ''] = /^([a-z]+)-(\d{1,15})$/.exec(beside ?? stream) ?? [];
    const type = TEMPLATES.get(prefix);
    if (beside !== null) {
      return type !== undefined && this.isVisible(type, Number(id), await this.visibility.administered(type, viewer));
    }
    if (prefix === 'job' || prefix === 'wfjob') {
      return this.isVisible('unified_job', Number(id), await this.visibility.jobs(viewer));
    }
    return type !== undefined && this.isVisible(type, Number(id), await this.visibility.resources(type, viewer));
  }

  private async isVisible(table: string, id: number, scope: Scope | undefined): Promise<boolean> {
    const query = this.store.db.selectFrom(`${table} as subject`).select('subject.id').where('subject.id', '=', id);
    return (await (scope ? query.where(scope('subject')) : query).executeTakeFirst()) !== undefined;
  }
}
