import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteJobOutput } from '@adapters/job-output';
import { JobApi, jobModels } from '@application/job-views';
import { WorkflowRuns } from '@application/processes';
import { ListReader } from '@application/queries';
import { resourceModels } from '@application/resources';
import { Installation } from './installation.js';

/** An installation with jobs: their output in a file of its own, their API. Nothing runs them. */
export class JobInstallation {
  private constructor(
    readonly cairn: Installation,
    readonly output: SqliteJobOutput,
    readonly jobs: JobApi,
    private readonly folder: string,
  ) {}

  static async open(): Promise<JobInstallation> {
    const folder = mkdtempSync(join(tmpdir(), 'cairn-jobs-'));
    const output = new SqliteJobOutput(join(folder, 'output.sqlite'));
    const cairn = await Installation.open({ models: jobModels, attach: { output: output.file } });
    const { store, clock, api: resources, runner: aggregates } = cairn;
    const lists = new ListReader(store, () => [...resourceModels, ...jobModels]);
    const workflows = new WorkflowRuns(aggregates, { prepare: () => Promise.resolve({}) });
    const caughtUp = cairn.ports.caughtUp;
    const jobs = new JobApi({ store, clock, lists, resources, aggregates, workflows, caughtUp });
    return new JobInstallation(cairn, output, jobs, folder);
  }

  async close(): Promise<void> {
    await this.cairn.close();
    this.output.close();
    rmSync(this.folder, { recursive: true });
  }
}
