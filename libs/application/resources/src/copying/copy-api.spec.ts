import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { Installation } from '@testing/installation';
import type { Target } from '../api/resource-api.js';
import type { ResourceType } from '../declaration/field.js';
import { CopyApi } from './copy-api.js';
import { type CopyPair, CopyService } from './copy-service.js';

describe('copies', () => {
  let cairn: Installation;
  let copies: CopyApi;
  let graphs: CopyPair[];
  let organization: Target;
  let inventory: Target;
  let project: Target;
  let template: Target;

  beforeEach(async () => {
    cairn = await Installation.open();
    graphs = [];
    const { resources, ids, sealer, store, api } = cairn;
    const copyGraph = (pair: CopyPair) => {
      graphs.push(pair);
      return Promise.resolve(undefined);
    };
    const answerField = (variable: string) => `answers.${variable}`;
    copies = new CopyApi({
      ...{ api, resources, store },
      copies: new CopyService({ resources, ids, sealer, answerField, copyGraph }),
    });
    organization = await make('organization', { name: 'Shop' });
    inventory = await make('inventory', { name: 'I', organization: organization.id, variables: 'a: 1' });
    project = await make('project', { name: 'P', organization: organization.id, local_path: 'p' });
    template = await make('job_template', {
      name: 'JT',
      project: project.id,
      inventory: inventory.id,
      playbook: 'x.yml',
    });
  });
  afterEach(() => cairn.close());

  const make = async (kind: ResourceType, body: JsonObject): Promise<Target> => ({
    kind,
    id: (await cairn.make(kind, body)).id,
  });
  const copy = (target: Target, name: string, viewer?: Viewer) => copies.copy(target, { name }, cairn.caller(viewer));
  const attach = (target: Target, path: string, id: number) =>
    cairn.api.relate({ ...target, path }, { id }, cairn.caller());
  const names = async (kind: ResourceType, id: unknown, path: string): Promise<readonly unknown[]> => {
    const { results } = await cairn.api.sublist({ kind, id: Number(id), path }, '', cairn.caller());
    return (results as readonly JsonObject[]).map(({ name }) => name);
  };
  const credential = async (more: JsonObject = {}): Promise<Target> => {
    const fields: readonly JsonObject[] = [{ id: 'password', label: 'P', secret: true }];
    const { id } = await cairn.seed(
      'credential_type',
      { name: 'SSH', kind: 'cloud' },
      { kind: 'ssh', inputs: { fields } },
    );
    const owner = { organization: organization.id };
    return make('credential', { name: 'C', credential_type: id, inputs: { password: 'hidden' }, ...owner, ...more });
  };

  it('of a job template have its links in order and its survey, but not its jobs', async () => {
    await attach(template, 'credentials', (await credential()).id);
    await attach(template, 'labels', (await make('label', { name: 'l', organization: organization.id })).id);
    for (const name of ['b', 'a'])
      await attach(template, 'instance_groups', (await make('instance_group', { name })).id);
    const owner = `jt-${template.id}`;
    const secrets = { p: await cairn.sealer.seal(owner, 'answers.p', 'unseen') };
    const survey = { name: 's', description: '', questions: [{ variable: 'p' }], secrets };
    const context = {
      commandId: 's',
      correlation: 's',
      causation: 's',
      actor: { kind: 'user', id: 1, name: '' },
    } as const;
    await cairn.resources.aggregates.handle(
      'job_template',
      template.id,
      { type: 'ReplaceSurvey', data: survey },
      context,
    );

    const made = await copy(template, 'Copy');
    expect(made).toMatchObject({
      ...{ name: 'Copy', playbook: 'x.yml', status: 'never updated', organization: organization.id },
      summary_fields: { survey: { title: 's' }, labels: { count: 1 }, credentials: [{ name: 'C' }] },
    });
    expect(await names('job_template', made['id'], 'instance_groups')).toEqual(['b', 'a']);
    const stored = await cairn.resources.aggregates.load('job_template', Number(made['id']));
    const sealed = stored.survey?.secrets['p'] as typeof secrets.p;
    expect(sealed.sealed.kid).toBe(`jt-${Number(made['id'])}`);
    expect(await cairn.sealer.open(`jt-${Number(made['id'])}`, 'answers.p', sealed)).toBe('unseen');
  });

  it('of templates may share a name, of others not', async () => {
    await copy(template, 'Copy');
    expect(await copy(template, 'Copy')).toMatchObject({ name: 'Copy' });
    await copy(inventory, 'Copy');
    await expect(copy(inventory, 'Copy')).rejects.toMatchObject({ body: { __all__: [expect.any(String)] } });
  });

  it.each<[JsonObject, JsonObject]>([
    [{}, { name: ['This field is required.'] }],
    [{ name: '' }, { name: ['This field may not be blank.'] }],
    [
      { name: 'JT' },
      { __all__: ['The original object is already named JT, a copy from it cannot have the same name.'] },
    ],
  ])('are refused with %j', async (body, answer) => {
    await expect(copies.copy(template, body, cairn.caller())).rejects.toMatchObject({ body: answer });
    await expect(copies.copy({ kind: 'job_template', id: 999 }, body, cairn.caller())).rejects.toMatchObject({
      kind: 'missing',
    });
  });

  it('of an inventory have its hosts and groups, linked as they were', async () => {
    const [web, eu] = [
      await make('group', { name: 'web', inventory: inventory.id }),
      await make('group', { name: 'eu', inventory: inventory.id }),
    ];
    const host = await make('host', { name: 'web1', inventory: inventory.id, variables: 'b: 2', enabled: false });
    await attach(web, 'children', eu.id);
    await attach(eu, 'hosts', host.id);
    const { id, variables } = await copy(inventory, 'Copy');
    expect(variables).toBe('a: 1');
    expect(await names('inventory', id, 'hosts')).toEqual(['web1']);
    const { results } = await cairn.api.list('group', `inventory=${Number(id)}&name=eu`, cairn.caller());
    const copied = (results as readonly JsonObject[])[0];
    expect(await names('group', copied?.['id'], 'hosts')).toEqual(['web1']);
    expect(await names('group', copied?.['id'], 'parents')).toEqual(['web']);
    expect(await names('group', eu.id, 'hosts')).toEqual(['web1']);
  });

  it('of a credential keep its secrets, under keys of their own', async () => {
    const original = await credential();
    const { id, inputs } = await copy(original, 'Copy');
    expect(inputs).toEqual({ password: '$encrypted$' });
    await cairn.api.remove(original, cairn.caller());
    const stored = (await cairn.resources.lookup.find('credential', Number(id)))?.['inputs'] as JsonObject;
    const sealed = stored['password'] as unknown as Parameters<typeof cairn.sealer.open>[2];
    expect(sealed.sealed.kid).toBe(`cred-${Number(id)}`);
    expect(await cairn.sealer.open(`cred-${Number(id)}`, 'password', sealed)).toBe('hidden');
  });

  it('of a project have a directory of their own', async () => {
    expect(await copy(project, 'Manual')).toMatchObject({ local_path: '', scm_type: '' });
    const git = await make('project', { name: 'G', organization: organization.id, scm_type: 'git', scm_url: 'x' });
    const made = await copy(git, 'G 2');
    expect(made).toMatchObject({ local_path: `_${Number(made['id'])}__g_2`, scm_url: 'x' });
  });

  it('of a workflow have its nodes', async () => {
    const workflow = await make('workflow_job_template', { name: 'W', organization: organization.id, limit: 'web' });
    const made = await copy(workflow, 'Copy');
    expect(made).toMatchObject({ limit: 'web' });
    expect(graphs).toEqual([{ from: workflow.id, to: made['id'] }]);
  });

  it('need the right to create an equal object, and use of what a job template names', async () => {
    const ann = await cairn.user('ann');
    const ask = async () => (await copies.ask(template, cairn.caller(ann)))['can_copy'];
    await expect(ask()).rejects.toMatchObject({ kind: 'forbidden' });
    await cairn.giveRole(ann, template, 'read_role');
    expect(await ask()).toBe(false);
    await expect(copy(template, 'Copy', ann)).rejects.toMatchObject({
      body: { detail: 'You do not have permission to perform this action.' },
    });
    const used = await credential();
    await attach(template, 'credentials', used.id);
    await cairn.giveRole(ann, project, 'use_role');
    await cairn.giveRole(ann, inventory, 'use_role');
    await expect(copy(template, 'Copy', ann)).rejects.toMatchObject({
      body: { detail: 'Insufficient access to Job Template credentials.' },
    });
    await cairn.giveRole(ann, organization, 'member_role');
    await cairn.giveRole(ann, used, 'use_role');
    expect(await ask()).toBe(true);
    const made = await copy(template, 'Copy', ann);
    expect(made).toMatchObject({ summary_fields: { user_capabilities: { edit: true } } });
  });

  it('of a private credential are the copier’s own', async () => {
    const ann = await cairn.user('ann');
    const mine = await credential({ organization: null, user: ann.id });
    expect(await copies.ask(mine, cairn.caller(ann))).toEqual({ can_copy: true });
    expect(await copy(mine, 'Copy', ann)).toMatchObject({ summary_fields: { owners: [{ name: 'ann' }] } });
  });
});
