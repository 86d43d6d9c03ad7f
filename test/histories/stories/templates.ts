import { type ResourceCommand, resourceCatalog, resourceDecider } from '@domain/resource';
import { workflowGraph, type WorkflowGraphCommand } from '@domain/workflow-template';
import { credential, sealed } from '@testing/launch';
import { WORKFLOW_TEMPLATE_CATALOG } from '../aggregates.js';
import type { Story } from '../narrator.js';

const grant = { role: { id: 71, field: 'admin_role' }, to: { kind: 'user', id: 5, name: 'ann' } } as const;
const night = { relation: 'labels', child: { ref: 'label-3', id: 3, name: 'night' } } as const;
const pin = { variable: 'pin', type: 'password' };

const created = (id: number, name: string): ResourceCommand => ({
  type: 'CreateResource',
  data: {
    ...{ id, name, fields: { name, forks: 0, extra_vars: 'a: 1' }, roles: { admin_role: 71 }, admin: grant },
    claims: [{ name: 'name-1', token: 't1' }],
  },
});

const changed: readonly ResourceCommand[] = [
  created(8, 'Deploy app'),
  {
    type: 'ChangeResource',
    data: { name: 'Deploy', fields: { name: 'Deploy', forks: 5 }, claims: [{ name: 'name-2', token: 't2' }] },
  },
  { type: 'ReplaceSurvey', data: { name: '', description: '', questions: [pin], secrets: { pin: sealed('pin') } } },
  { type: 'AttachResource', data: night },
  { type: 'AttachResource', data: { ...night, child: { ref: 'label-4', id: 4, name: 'day' } } },
  { type: 'DetachResource', data: night },
  { type: 'GrantRole', data: { ...grant, to: { kind: 'team', id: 2, name: 'ops' } } },
  { type: 'RevokeRole', data: grant },
  { type: 'RemoveSurvey' },
  { type: 'ForgoName', data: { claim: { name: 'name-3', token: 't3' } } },
];

const record = { decisions: [], kept: [], droppedForDefault: [] };
const template = { ref: 'jt-8', rev: 1, id: 8, name: 'Deploy app', kind: 'job_template' } as const;
const build = {
  ...{ identifier: 'build', template, converge: false },
  prompts: { limit: 'web', extra_data: { pin: { ...sealed('pin') } } },
};
const deploy = { ...build, identifier: 'deploy', prompts: {} };
const [machine, other] = [credential('ssh', 7), credential('ssh', 9)];
const target = { kind: 'job_template', asks: { credentials: true }, credentials: [] } as const;

const drawn: readonly WorkflowGraphCommand[] = [
  { type: 'AddNode', node: 31, saved: build, record, below: null },
  { type: 'AddNode', node: 32, saved: deploy, record, below: { parent: 31, kind: 'success' } },
  { type: 'AddNode', node: 33, saved: { ...deploy, identifier: 'tell' }, record, below: null },
  { type: 'LinkNodes', data: { parent: 32, child: 33, kind: 'always' } },
  { type: 'LinkNodes', data: { parent: 33, child: 31, kind: 'always' } },
  { type: 'ChangeNode', node: 33, changes: { converge: true, prompts: { limit: 'db' } }, record },
  { type: 'AttachNodeCredential', data: { node: 32, credential: machine, target, present: [] } },
  { type: 'AttachNodeCredential', data: { node: 32, credential: other, target, present: [machine] } },
  { type: 'DetachNodeCredential', data: { node: 32, credential: { id: 7, name: 'shop-ssh' } } },
  { type: 'AttachNodeLabel', data: { node: 32, label: { id: 3, name: 'night' } } },
  { type: 'AttachNodeLabel', data: { node: 33, label: { id: 3, name: 'night' } } },
  { type: 'DetachNodeLabel', data: { node: 33, label: { id: 3, name: 'night' } } },
  { type: 'AttachNodeInstanceGroup', node: 32, instanceGroup: 2 },
  { type: 'UnlinkNodes', data: { parent: 32, child: 33, kind: 'always' } },
  { type: 'RemoveNode', node: 31 },
  { type: 'ForgetDeleted', kind: 'template', id: 8 },
];

const resource = (stream: string, noun: string, commands: readonly ResourceCommand[]): Story => ({
  ...{ stream, aggregate: 'resource' },
  tell: (narrator) =>
    narrator.tell({ stream, decider: resourceDecider(noun), catalog: resourceCatalog(noun, true) }, commands),
});

const workflowTemplate = 'wfjt-20';
const shared = { stream: workflowTemplate, catalog: WORKFLOW_TEMPLATE_CATALOG };

const graph: Story = {
  ...{ stream: workflowTemplate, aggregate: 'workflow-template' },
  tell: async (narrator) => {
    const template = { ...shared, decider: resourceDecider('WorkflowTemplate') };
    await narrator.tell(template, [created(20, 'Roll out')]);
    await narrator.tell({ ...shared, decider: workflowGraph }, drawn);
  },
};

const deleted: readonly ResourceCommand[] = [created(9, 'Short-lived'), { type: 'DeleteResource' }];
const given = { claim: { name: 'name-1', token: 't1' } };

export const TEMPLATES = [
  graph,
  resource('jt-8', 'JobTemplate', changed),
  resource('jt-9', 'JobTemplate', deleted),
  resource('jt-10', 'JobTemplate', [{ type: 'ForgoName', data: given }]),
];
