import { tokenCatalog } from '@domain/access-token';
import { callbackCatalog } from '@domain/callback';
import { authorizationCatalog } from '@domain/authorization';
import { dispatcherCatalog } from '@domain/dispatcher';
import { idsCatalog } from '@domain/ids';
import { jobCatalog } from '@domain/job';
import type { EventCatalog } from '@domain/kernel';
import { launchLogCatalog } from '@domain/launch-log';
import { loginCatalog } from '@domain/login';
import { nodeCatalog } from '@domain/node';
import { operationsCatalog } from '@domain/operations';
import { refusalCatalog } from '@domain/refusal';
import { nameCatalog, resourceCatalog } from '@domain/resource';
import { retentionCatalog } from '@domain/retention';
import { sessionCatalog } from '@domain/session';
import { scheduleCatalog } from '@domain/schedule';
import { systemRolesCatalog } from '@domain/system-roles';
import { workflowRunCatalog } from '@domain/workflow-run';
import { workflowGraphCatalog } from '@domain/workflow-template';
import { RESOURCES } from '@application/resources';

/** The events of one kind of stream, and where their types are. */
export interface DocumentedCatalog {
  /** As exported: no catalog of the libraries may be missing here. */
  readonly exported: string;
  readonly title: string;
  readonly stream: string;
  readonly about: string;
  readonly catalog: EventCatalog;
  /** Domain library, and the union of its events. */
  readonly types: readonly [library: string, union: string];
}

const kinds = RESOURCES.map(({ noun, prefix }) => `\`${noun}\` on \`${prefix}-N\``);

export const CATALOGS: readonly DocumentedCatalog[] = [
  {
    exported: 'resourceCatalog',
    title: 'Resources',
    stream: '<prefix>-N',
    about: `One stream per object. \`<Kind>\` is ${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1)}. Surveys are of templates only.`,
    catalog: resourceCatalog('<Kind>', true),
    types: ['resource', 'ResourceEvent'],
  },
  {
    exported: 'nameCatalog',
    title: 'Names',
    stream: 'name-…',
    about: 'One stream per name that must be unique: the only place where two writers of different objects meet.',
    catalog: nameCatalog,
    types: ['resource', 'NameEvent'],
  },
  {
    exported: 'scheduleCatalog',
    title: 'Schedules',
    stream: 'schedule-N',
    about: 'When a template is launched and with which prompts; one decision per occurrence.',
    catalog: scheduleCatalog,
    types: ['schedule', 'ScheduleEvent'],
  },
  {
    exported: 'workflowGraphCatalog',
    title: 'Graphs of workflow templates',
    stream: 'wfjt-N',
    about: 'Nodes, edges and what nodes bring, on the stream of the workflow template itself.',
    catalog: workflowGraphCatalog,
    types: ['workflow-template', 'WorkflowGraphEvent'],
  },
  {
    exported: 'jobCatalog',
    title: 'Jobs, project updates and system jobs',
    stream: 'job-N',
    about: 'From the launch to the one end. What was printed is not here but in the job output.',
    catalog: jobCatalog,
    types: ['job', 'JobEvent'],
  },
  {
    exported: 'workflowRunCatalog',
    title: 'Workflow jobs',
    stream: 'wfjob-N',
    about: 'The walk of a workflow with all its nodes: what was started, what was skipped, on which evidence.',
    catalog: workflowRunCatalog,
    types: ['workflow-run', 'WorkflowRunEvent'],
  },
  {
    exported: 'tokenCatalog',
    title: 'Access tokens',
    stream: 'token-N',
    about: 'Personal tokens and those of OAuth 2 applications. Of their secrets only hashes are here.',
    catalog: tokenCatalog,
    types: ['access-token', 'TokenEvent'],
  },
  {
    exported: 'sessionCatalog',
    title: 'Sessions',
    stream: 'session-…',
    about: 'Logins that last, by the hash of their key. One ends, too, with its user or when his password changes.',
    catalog: sessionCatalog,
    types: ['session', 'SessionEvent'],
  },
  {
    exported: 'callbackCatalog',
    title: 'Provisioning callbacks',
    stream: 'callback-N, callback-N-H',
    about:
      'Calls of template N: those of host H that it recognised, and what it refused; `callback-0` for templates that do not exist.',
    catalog: callbackCatalog,
    types: ['callback', 'CallbackEvent'],
  },
  {
    exported: 'launchLogCatalog',
    title: 'Refused launches',
    stream: 'launchlog-<stream of the template>',
    about: 'Launches and relaunches that created no job. Read by those who administer the template.',
    catalog: launchLogCatalog,
    types: ['launch-log', 'LaunchLogEvent'],
  },
  {
    exported: 'authorizationCatalog',
    title: 'Authorizations',
    stream: 'authorization-…',
    about:
      'What users let OAuth 2 applications do for them, by the hash of the code that the application gives for a token.',
    catalog: authorizationCatalog,
    types: ['authorization', 'AuthorizationEvent'],
  },
  {
    exported: 'loginCatalog',
    title: 'Logins',
    stream: 'login-N',
    about: 'By the id of the user; `login-0` for names that nobody has. Single wrong passwords are not told of.',
    catalog: loginCatalog,
    types: ['login', 'LoginEvent'],
  },
  {
    exported: 'nodeCatalog',
    title: 'Nodes',
    stream: 'node-<name>',
    about:
      'The processes of an installation that has several: who joined, left, or was lost. That they live is no event.',
    catalog: nodeCatalog,
    types: ['node', 'NodeEvent'],
  },
  {
    exported: 'dispatcherCatalog',
    title: 'Dispatcher',
    stream: 'dispatcher',
    about: 'Who runs while whom is running, decided by one writer.',
    catalog: dispatcherCatalog,
    types: ['dispatcher', 'DispatcherEvent'],
  },
  {
    exported: 'retentionCatalog',
    title: 'Retention',
    stream: 'retention',
    about: 'What the read models leave out from some time on. It never concerns the streams.',
    catalog: retentionCatalog,
    types: ['retention', 'RetentionEvent'],
  },
  {
    exported: 'operationsCatalog',
    title: 'Operations',
    stream: 'operations',
    about: 'What those who run the installation did to its works.',
    catalog: operationsCatalog,
    types: ['operations', 'OperationsEvent'],
  },
  {
    exported: 'refusalCatalog',
    title: 'Refusals',
    stream: 'refusals-N',
    about:
      'What user N was refused that concerns roles or credentials, each attempt once an hour and a bounded number of them.',
    catalog: refusalCatalog,
    types: ['refusal', 'RefusalEvent'],
  },
  {
    exported: 'systemRolesCatalog',
    title: 'Roles of the system',
    stream: 'system-roles',
    about: 'Which ids the roles of system administrators and auditors have. Who has them is in the flags of the users.',
    catalog: systemRolesCatalog,
    types: ['system-roles', 'SystemRolesEvent'],
  },
  {
    exported: 'idsCatalog',
    title: 'Ids',
    stream: 'ids',
    about: 'The integer sequences of the whole installation.',
    catalog: idsCatalog,
    types: ['ids', 'IdsEvent'],
  },
];
