import { CallbackAttempts, CallbackKeys, type CallbackService } from '@application/callbacks';
import { EventHistory, JobProvenance, type MayRead, StreamReaders } from '@application/audit';
import { LoginRecords, PasswordRenewal } from '@application/authentication';
import { UserAccounts } from '@application/installation';
import { JobScopes } from '@application/job-views';
import { ParkedEventsApi, parkedInNotes, type ParkedSource } from '@application/operations';
import {
  LaunchForms,
  LaunchPreviews,
  LaunchService,
  RelaunchService,
  SavedLaunchPreviews,
  SurveyService,
  SystemJobLaunches,
} from '@application/launching';
import { answerField } from '@application/launch-targets';
import type { ReadStore } from '@application/ports';
import {
  CopyApi,
  type CopyPorts,
  CopyService,
  InventoryApi,
  type Playbooks,
  ReadScopes,
  RoleApi,
} from '@application/resources';
import { TemplateGraphCopies } from '@application/workflow-templates';
import type { Settings } from '../configuration/settings.js';
import type { Health } from '../health/health.js';
import { healthEndpoint } from '../health/health-endpoint.js';
import { auditEndpoints } from '../http/audit/audit-endpoints.js';
import { recordLargeCalls } from '../http/callbacks/large-calls.js';
import { callbackEndpoints } from '../http/callbacks/callback-endpoints.js';
import { tokenEndpoints } from '../http/authentication/token-endpoints.js';
import { Login } from '../http/authentication/login.js';
import { oauthEndpoints } from '../http/oauth/oauth-endpoints.js';
import type { HttpServices } from '../http/http-app.js';
import { jobEndpoints } from '../http/jobs/job-endpoints.js';
import type { Installation } from '../http/endpoints/installation.js';
import { overviewEndpoints } from '../http/overview/overview-endpoints.js';
import { parkedEventEndpoints } from '../http/operations/parked-events.js';
import { launchEndpoints } from '../http/launching/launch-endpoints.js';
import { resourceSubEndpoints } from '../http/resources/sub-endpoints.js';
import type { Endpoint } from '../http/routing/endpoint.js';
import { scheduleEndpoints } from '../http/schedules/schedule-endpoints.js';
import { workflowNodeEndpoints } from '../http/workflow-nodes/workflow-node-endpoints.js';
import type { Log } from '../logging/log.js';
import type { Doors } from './doors.js';
import { describeInstallation, type InstallationParts } from './installation.js';
import { overviewOf } from './overview.js';
import type { Services } from './services.js';
import type { Stores } from './stores.js';

interface Given {
  readonly settings: Settings;
  readonly log: Log;
  readonly callbacks: CallbackService;
  readonly health: Health;
  /** What requests come in by. */
  readonly doors: Doors;
  readonly nodes: InstallationParts['nodes'];
  /** Where events are put aside beside the read store. */
  readonly parked?: readonly ParkedSource[];
}

/** What the API stands on. */
export const httpServices = async (
  stores: Stores,
  services: Services,
  { settings, log, callbacks, health, doors, nodes, parked = [] }: Given,
): Promise<HttpServices> => {
  const { read } = stores;
  const { sessions } = services;
  const login = loginOf(stores, log);
  const installation = await describeInstallation({
    ...{ log: stores.log, read, node: settings.nodeName, capacity: settings.capacity, nodes },
    projectsRoot: settings.projectsRoot,
    freeProjectPaths: async () => {
      const used = await read.all("SELECT local_path FROM project WHERE local_path <> ''", []);
      const taken = new Set(used.map((row) => row['local_path']));
      return (await services.files.directories()).filter((name) => !taken.has(name));
    },
  });
  return {
    login,
    bearers: services.bearers,
    sessions,
    resources: services.api,
    installation,
    log,
    endpoints: [
      healthEndpoint(health),
      ...parkedEventEndpoints(parkedOf(stores, parked)),
      ...endpointsOf(stores, services, installation),
      ...callbacksOf(services, callbacks, read),
      ...oauthEndpoints({ ...services.oauth, login, sessions }),
    ],
    hooks: [recordLargeCalls(callbacks), (fastify) => doors.watch(fastify)],
  };
};

const parkedOf = ({ read, aggregates }: Stores, others: readonly ParkedSource[]): ParkedEventsApi =>
  new ParkedEventsApi({ aggregates, sources: [parkedInNotes(read), ...others] });

/** Names and passwords; it is written down when somebody is held off after wrong ones. */
const loginOf = ({ read, hasher, aggregates }: Stores, log: Log): Login => {
  const records = new LoginRecords(aggregates);
  const renewal = new PasswordRenewal(aggregates, hasher);
  const unwritten = (error: unknown): void => log.error('no record of a login', { error });
  return new Login(new UserAccounts(read), hasher, undefined, {
    onHeldOff: ({ viewer, address, failures }) => {
      const user = viewer && { id: viewer.id, name: viewer.username };
      records.heldOff({ user, address, failures }).catch(unwritten);
    },
    onPassed: (...passed) => renewal.renew(...passed).catch(unwritten),
  });
};

/** How a project's inventory files are found. */
const inventoryFiles = ({ files }: Services): Playbooks => ({
  list: ({ local_path: path }) => files.inventories(typeof path === 'string' ? path : ''),
});

const endpointsOf = (stores: Stores, services: Services, installation: Installation): readonly Endpoint[] => {
  const { api, resources, lists, caughtUp, launching } = services;
  const { read } = stores;
  return [
    ...resourceSubEndpoints({
      resources: api,
      roles: new RoleApi({ api, resources, store: read, lists, caughtUp }),
      inventories: new InventoryApi(api, read),
      playbooks: services.playbooks,
      inventoryFiles: inventoryFiles(services),
      copies: copiesOf(stores, services),
    }),
    ...tokenEndpoints(services.tokens),
    ...overviewEndpoints(overviewOf(stores, services, installation)),
    ...workflowNodeEndpoints(services.nodes),
    ...scheduleEndpoints({ schedules: services.scheduleApi, jobs: services.jobs }),
    ...launchEndpoints({
      launches: new LaunchService(launching),
      forms: new LaunchForms(launching),
      surveys: new SurveyService(launching),
      updates: services.updates,
      maintenance: new SystemJobLaunches(launching),
      relaunches: new RelaunchService(launching),
      previews: new LaunchPreviews(launching),
      saved: new SavedLaunchPreviews(launching),
      schedules: services.schedules,
      jobs: services.jobs,
    }),
    ...jobEndpoints(services.jobs),
    ...auditEndpoints(auditOf(stores)),
  ];
};

const callbacksOf = ({ api, lists, resources }: Services, callbacks: CallbackService, store: ReadStore) =>
  callbackEndpoints({
    callbacks,
    attempts: new CallbackAttempts({ store, lists, resources }),
    keys: new CallbackKeys(api),
  });

const copiesOf = ({ ids, sealer, read }: Stores, { api, resources, graphs, targets }: Services): CopyApi => {
  const drawing = new TemplateGraphCopies({ graphs, targets, ids, sealer });
  const copyGraph: CopyPorts['copyGraph'] = (pair, context) => drawing.copy(pair, context);
  const copies = new CopyService({ resources, ids, sealer, answerField, copyGraph });
  return new CopyApi({ api, copies, resources, store: read });
};

const auditOf = ({ log, read }: Stores) => {
  const [jobs, resources] = [new JobScopes(read), new ReadScopes(read)];
  const readers = new StreamReaders(read, {
    jobs: (viewer) => jobs.jobs(viewer),
    resources: (type, viewer) => resources.of(type, viewer),
    administered: (type, viewer) => resources.withRole(type, 'admin_role', viewer),
  });
  const mayRead: MayRead = (viewer, stream) => readers.mayRead(viewer, stream);
  return { history: new EventHistory(log, mayRead), provenance: new JobProvenance(log, mayRead) };
};
