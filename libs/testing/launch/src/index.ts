import type { JsonObject, Ref, Sealed, Value, Variables } from '@domain/kernel';
import {
  type CredentialRef,
  type LaunchTarget,
  type Layer,
  plainVariables,
  type Question,
  type Source,
} from '@domain/launch';

/** Builders for specs about launches: whole objects from the few fields a case is about. */

export const ref = (stream: string, id: number, name = stream): Ref => ({ ref: stream, rev: 1, id, name });

/** Job template 8 with project 6 and inventory 3 of four hosts; asks for nothing. */
export const jobTemplate = (over: Partial<LaunchTarget> = {}): LaunchTarget => ({
  ref: { ref: 'jt-8', rev: 19, id: 8, name: 'Deploy app' },
  kind: 'job_template',
  variables: {},
  asks: {},
  survey: null,
  credentials: [],
  labels: [],
  instanceGroups: [],
  project: { ref: ref('project-6', 6), branch: 'main', allowOverride: false, lacksRevision: false },
  inventories: {
    3: { name: 'Stores', hosts: 4, pendingDeletion: false },
    4: { name: 'Empty', hosts: 0, pendingDeletion: false },
    5: { name: 'Going', hosts: 2, pendingDeletion: true },
  },
  fixed: {},
  ...over,
  values: {
    job_type: 'run',
    limit: '',
    scm_branch: '',
    job_tags: '',
    skip_tags: '',
    diff_mode: false,
    verbosity: 0,
    forks: 0,
    timeout: 0,
    job_slice_count: 1,
    inventory: 3,
    execution_environment: null,
    ...over.values,
  },
});

/** Workflow template 20 that sets nothing and asks for nothing. */
export const workflowTemplate = (over: Partial<LaunchTarget> = {}): LaunchTarget => ({
  ...jobTemplate(),
  ref: { ref: 'wfjt-20', rev: 7, id: 20, name: 'Roll out' },
  kind: 'workflow_job_template',
  project: null,
  ...over,
  values: { limit: null, scm_branch: null, job_tags: null, skip_tags: null, inventory: null, ...over.values },
});

export const question = (variable: string, over: Partial<Question> = {}): Question => ({
  variable,
  type: 'text',
  required: false,
  min: null,
  max: null,
  choices: [],
  default: null,
  ...over,
});

/** A secret whose ciphertext gives nothing away; equal names are equal secrets. */
export const sealed = (name: string): Sealed => ({
  sealed: { kid: 'k1', iv: 'aXY', ct: `ct-${name}`, tag: 'dGFn' },
  mac: `mac-${name}`,
});

/** Plain variables, with secrets (or other ready values) laid over them. */
export const variables = (plain: JsonObject, ready: Readonly<Record<string, Value>> = {}): Variables => ({
  ...plainVariables(plain),
  ...ready,
});

const TYPES: Readonly<Record<string, { typeId: number; typeName: string; kind: string }>> = {
  ssh: { typeId: 1, typeName: 'Machine', kind: 'ssh' },
  scm: { typeId: 2, typeName: 'Source Control', kind: 'scm' },
  vault: { typeId: 3, typeName: 'Vault', kind: 'vault' },
  aws: { typeId: 5, typeName: 'Amazon Web Services', kind: 'cloud' },
  gce: { typeId: 10, typeName: 'Google Compute Engine', kind: 'cloud' },
  openstack: { typeId: 12, typeName: 'OpenStack', kind: 'cloud' },
};

/** `credential('ssh', 4)` is named `shop-ssh`. */
export const credential = (
  type: 'ssh' | 'scm' | 'vault' | 'aws' | 'gce' | 'openstack',
  id: number,
  over: Partial<CredentialRef> = {},
): CredentialRef => ({
  id,
  name: `shop-${type}`,
  vaultId: '',
  passwordsNeeded: [],
  typeId: 0,
  typeName: '',
  kind: '',
  ...TYPES[type],
  ...over,
});

const SOURCES = {
  launch: { source: 'launch' },
  node: { source: 'node', ref: 'wfjt-20', rev: 7, node: 31 },
  workflow_job: { source: 'workflow_job', ref: 'wfjob-401' },
  schedule: { source: 'schedule', ref: 'schedule-12', rev: 4 },
  relaunch: { source: 'relaunch', ref: 'job-400' },
  callback: { source: 'callback' },
} as const satisfies Record<string, Source>;

/** A layer under the template's rules. */
export const layer = (source: keyof typeof SOURCES, over: Partial<Layer> = {}): Layer => ({
  source: SOURCES[source],
  gate: 'apply',
  ...over,
});
