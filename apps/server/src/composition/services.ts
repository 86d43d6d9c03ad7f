import { LocalProjectFiles } from '@adapters/project-files';
import { tokenModel } from '@application/authentication';
import { callbackAttemptModel } from '@application/callbacks';
import { isLabelOnSchedule, ScheduleApi, scheduleModel, Schedules } from '@application/schedules';
import { Graphs, isLabelOnNode, WorkflowNodeApi, workflowNodeModel } from '@application/workflow-templates';
import { activeJobs, JobApi, jobModels } from '@application/job-views';
import { LaunchTargets } from '@application/launch-targets';
import { type LaunchingPorts, ProjectUpdates, SpawnPreparation } from '@application/launching';
import type { Position } from '@application/ports';
import { WorkflowRuns } from '@application/processes';
import { ListReader, type QueryModel } from '@application/queries';
import {
  type Fields,
  MAX_FORKS,
  ResourceApi,
  type ResourcePorts,
  ResourceService,
  resourceModels,
  roleModel,
} from '@application/resources';
import { workflowGraphCatalog } from '@domain/workflow-template';
import { isShared, type Settings } from '../configuration/settings.js';
import { type AuthenticationServices, bindAuthentication } from './authentication.js';
import type { Stores } from './stores.js';

/** Everything that lists show, and that filters can lead to. */
export const MODELS: readonly QueryModel[] = [
  ...[...resourceModels, roleModel, callbackAttemptModel, workflowNodeModel, scheduleModel, tokenModel],
  ...jobModels,
];

type CaughtUp = (position: Position | undefined) => Promise<void>;

/** The application's services on their stores. Nothing here knows HTTP, nothing has started. */
export interface Services extends AuthenticationServices {
  readonly files: LocalProjectFiles;
  readonly playbooks: ResourcePorts['playbooks'];
  /** What the writing of resources stands on. */
  readonly writing: ResourcePorts;
  readonly resources: ResourceService;
  readonly lists: ListReader;
  readonly api: ResourceApi;
  readonly targets: LaunchTargets;
  readonly graphs: Graphs;
  readonly nodes: WorkflowNodeApi;
  readonly schedules: Schedules;
  readonly scheduleApi: ScheduleApi;
  readonly jobs: JobApi;
  readonly launching: LaunchingPorts;
  readonly launches: SpawnPreparation;
  readonly updates: ProjectUpdates;
  readonly caughtUp: CaughtUp;
}

export const bindServices = (
  stores: Stores,
  caughtUp: CaughtUp,
  settings: Pick<Settings, 'projectsRoot' | 'eventStore' | 'readStore'>,
): Services => {
  const { read, ids, sealer, aggregates, clock } = stores;
  const files = new LocalProjectFiles(settings.projectsRoot);
  const playbooks = { list: ({ local_path: path }: Fields) => files.playbooks(typeof path === 'string' ? path : '') };
  const writing = writingPorts(stores, playbooks, caughtUp);
  const resources = new ResourceService(writing);
  const lists = new ListReader(read, () => MODELS);
  const api = new ResourceApi({ resources, store: read, lists, caughtUp });
  const targets = new LaunchTargets(aggregates, read);
  const graphs = new Graphs(aggregates);
  const common = { ids, sealer, aggregates, targets, resources, store: read, caughtUp };
  const launches = new SpawnPreparation(common);
  const workflows = new WorkflowRuns(aggregates, launches);
  const jobs = new JobApi({ store: read, clock, lists, resources: api, aggregates, workflows, caughtUp });
  const launching = {
    ...common,
    maxForks: MAX_FORKS,
    jobView: (...job: Parameters<JobApi['view']>) => jobs.view(...job),
  };
  const updates = new ProjectUpdates(launching);
  const schedules = new Schedules(aggregates);
  const scheduleApi = new ScheduleApi({ ...common, schedules, api, lists, clock });
  const nodes = new WorkflowNodeApi({ ...common, graphs, api, lists, requireAnswers: true });
  const { lookup } = resources;
  const loginPorts = { ...common, runner: aggregates, clock, api, lists, lookup };
  const authentication = bindAuthentication(loginPorts, isShared(settings));
  return {
    ...{ files, playbooks, writing, resources, lists, api, targets, graphs, nodes, schedules, scheduleApi },
    ...{ ...authentication, jobs, launching, launches, updates, caughtUp },
  };
};

const writingPorts = (stores: Stores, playbooks: ResourcePorts['playbooks'], caughtUp: CaughtUp): ResourcePorts => {
  const { read, ids, sealer, hasher, aggregates, clock } = stores;
  return {
    ...{ ids, sealer, hasher, clock, playbooks, caughtUp },
    runner: aggregates,
    store: read,
    activeJobs: activeJobs(read),
    shared: { workflow_job_template: workflowGraphCatalog },
    isLabelCarried: async (label) => (await isLabelOnNode(read, label)) || isLabelOnSchedule(read, label),
  };
};
