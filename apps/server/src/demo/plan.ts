import type { JsonObject } from '@domain/kernel';

/** The demo, as data: what is created, how the nodes hang together, how the workflow is launched. */
export const ORGANIZATION = { name: 'Demo', description: 'Loaded by the demo' };

/** Named so only when it is complete: whoever finds this name finds all of it. */
export const WORKFLOW_NAME = 'Demo workflow';
export const UNFINISHED_NAME = `${WORKFLOW_NAME} (being loaded)`;

export const INVENTORY = {
  name: 'Demo inventory',
  description: 'Hosts that all are this machine',
  variables: "ansible_connection: local\nansible_python_interpreter: '{{ ansible_playbook_python }}'\n",
};
export const HOSTS: readonly string[] = ['localhost', 'web1', 'web2', 'db1'];
export const GROUPS: Readonly<Record<string, readonly string[]>> = { web: ['web1', 'web2'], database: ['db1'] };

/** A manual project: its playbooks lie in this folder below the root of projects. */
export const PROJECT = { name: 'Demo playbooks', scm_type: '', local_path: 'demo' };

export interface TemplatePlan {
  readonly name: string;
  readonly playbook: string;
  readonly fields?: JsonObject;
  readonly survey?: readonly JsonObject[];
}

const CHANNEL: JsonObject = {
  question_name: 'Release channel',
  question_description: '',
  variable: 'channel',
  type: 'multiplechoice',
  choices: ['dev', 'beta', 'canary', 'stable'],
  default: 'beta',
  required: false,
};

export const TEMPLATES: readonly TemplatePlan[] = [
  { name: 'Demo build', playbook: 'build.yml' },
  {
    name: 'Demo deploy',
    playbook: 'deploy.yml',
    fields: { extra_vars: 'channel: dev', ask_limit_on_launch: true, survey_enabled: true },
    survey: [CHANNEL],
  },
  { name: 'Demo rollback', playbook: 'rollback.yml' },
  { name: 'Demo migration', playbook: 'migrate.yml' },
  { name: 'Demo repair', playbook: 'repair.yml' },
  { name: 'Demo verification', playbook: 'verify.yml' },
  { name: 'Demo report', playbook: 'report.yml' },
];

export const WORKFLOW = {
  fields: {
    description: 'Build, deploy and migrate at once, repair, verify, report',
    extra_vars: 'version: 1.0.0',
    ask_variables_on_launch: true,
    survey_enabled: true,
  },
  survey: [CHANNEL],
};

export interface NodePlan {
  readonly identifier: string;
  readonly template: string;
  readonly fields?: JsonObject;
}

/**
 *   build ─success─┬─ deploy ──┬─success──────────────────── verify (ALL) ─always─ report
 *                  │           └─failure─ rollback          │
 *                  └─ migrate ───failure─ repair ──success──┘
 */
export const NODES: readonly NodePlan[] = [
  { identifier: 'build', template: 'Demo build' },
  { identifier: 'deploy', template: 'Demo deploy', fields: { limit: 'web', extra_data: { channel: 'canary' } } },
  { identifier: 'rollback', template: 'Demo rollback' },
  { identifier: 'migrate', template: 'Demo migration' },
  { identifier: 'repair', template: 'Demo repair' },
  { identifier: 'verify', template: 'Demo verification', fields: { all_parents_must_converge: true } },
  { identifier: 'report', template: 'Demo report' },
];

export interface EdgePlan {
  readonly from: string;
  readonly kind: 'success' | 'failure' | 'always';
  readonly to: string;
}

export const EDGES: readonly EdgePlan[] = [
  { from: 'build', kind: 'success', to: 'deploy' },
  { from: 'build', kind: 'success', to: 'migrate' },
  { from: 'deploy', kind: 'success', to: 'verify' },
  { from: 'deploy', kind: 'failure', to: 'rollback' },
  { from: 'migrate', kind: 'failure', to: 'repair' },
  { from: 'repair', kind: 'success', to: 'verify' },
  { from: 'verify', kind: 'always', to: 'report' },
];

/** `channel` answers the workflow's survey, `version` is a prompt: both beat what nodes and templates say. */
export const LAUNCH: JsonObject = { extra_vars: { channel: 'stable', version: '1.4.2' } };

/** Asked at the end: the template, the survey, the node and the launch all have an answer to it. */
export const QUESTION = { node: 'deploy', variable: 'channel' };
