import { JobApi, jobModels } from '@application/job-views';
import { WorkflowRuns } from '@application/processes';
import { ListReader } from '@application/queries';
import { resourceModels } from '@application/resources';
import { openOutputStores, type OutputStores } from '@testing/read-stores';
import { Installation } from './installation.js';

/** An installation with jobs: their output in a file of its own, their API. Nothing runs them. */
export class JobInstallation {
  private constructor(
    readonly cairn: Installation,
    readonly output: OutputStores['output'],
    readonly jobs: JobApi,
    private readonly remove: OutputStores['remove'],
  ) {}

  static async open(): Promise<JobInstallation> {
    const { read, output, remove } = await openOutputStores();
    const cairn = await Installation.open({ models: jobModels, store: read });
    const { store, clock, api: resources, runner: aggregates } = cairn;
    const lists = new ListReader(store, () => [...resourceModels, ...jobModels]);
    const workflows = new WorkflowRuns(aggregates, { prepare: () => Promise.resolve({}) });
    const caughtUp = cairn.ports.caughtUp;
    const jobs = new JobApi({ store, clock, lists, resources, aggregates, workflows, caughtUp });
    return new JobInstallation(cairn, output, jobs, remove);
  }

  async close(): Promise<void> {
    await this.cairn.close();
    await this.output.close();
    await this.remove();
  }
}
