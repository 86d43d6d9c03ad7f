import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { JobKind } from '@domain/launch';
import { JobStdout, type OutputOf } from '../output/job-stdout.js';
import { JobViews } from '../views/job-views.js';
import { EventLists } from './event-lists.js';
import { HostSummaryLists } from './host-summary-lists.js';
import { JobControl } from './job-control.js';
import { JobFinder } from './job-finder.js';
import { JobLists } from './job-lists.js';
import { NodeLists } from './node-lists.js';
import type { JobApiPorts } from './ports.js';
import { SchedulePrompts } from './schedule-prompts.js';

/** Jobs as the API speaks of them. */
export class JobApi {
  readonly lists: JobLists;
  readonly nodes: NodeLists;
  readonly events: EventLists;
  readonly hostSummaries: HostSummaryLists;
  readonly control: JobControl;
  readonly stdout: JobStdout;
  private readonly prompts: SchedulePrompts;
  private readonly finder: JobFinder;
  private readonly views: JobViews;

  constructor(ports: JobApiPorts) {
    this.finder = new JobFinder(ports.store);
    this.views = new JobViews(ports);
    this.lists = new JobLists(ports, this.finder, this.views);
    this.nodes = new NodeLists(ports, this.finder);
    this.events = new EventLists(ports, this.finder);
    this.hostSummaries = new HostSummaryLists(ports, this.finder);
    this.control = new JobControl(ports, this.finder);
    this.stdout = new JobStdout(ports.store);
    this.prompts = new SchedulePrompts(ports.aggregates, ports.store);
  }

  /** One job in full. @throws DomainError missing | forbidden */
  async read(kind: JobKind, id: number, viewer: Viewer): Promise<JsonObject> {
    return this.views.detail(await this.finder.readable(kind, id, viewer), viewer);
  }

  /** A job as the answer to its launch shows it. Whoever may launch may see it. */
  async view(kind: JobKind, id: number, viewer: Viewer): Promise<JsonObject> {
    const [shown = {}] = await this.views.show([await this.finder.job(kind, id)], viewer, 'launched');
    return shown;
  }

  /** @throws DomainError missing | forbidden */
  async demandReadable(kind: JobKind, id: number, viewer: Viewer): Promise<void> {
    await this.finder.readable(kind, id, viewer);
  }

  /** What a schedule made from a job would start with. @throws DomainError missing | forbidden */
  async schedulePrompts(id: number, viewer: Viewer): Promise<JsonObject> {
    await this.finder.readable('job', id, viewer);
    return this.prompts.of(id);
  }

  /** Whose output a viewer wants to see. @throws DomainError missing | forbidden */
  async output(kind: JobKind, id: number, viewer: Viewer): Promise<OutputOf> {
    await this.finder.readable(kind, id, viewer);
    return { kind, id };
  }
}
