import type { JsonObject } from '@domain/kernel';
import { idOf } from './served.js';
import { Shop } from './shop.js';

const FORBIDDEN = { status: 403, body: { detail: 'You do not have permission to perform this action.' } };

const SWITCHES = [
  ...['ask_inventory_on_launch', 'ask_credential_on_launch', 'ask_labels_on_launch', 'ask_instance_groups_on_launch'],
  'ask_execution_environment_on_launch',
];

/** One thing that a launch may bring, and the role on it that the launching user needs (spec launch.md §6.4). */
interface Right {
  readonly prompt: string;
  /** What holds the role, as `<path>/<id>`, and its name. */
  readonly role: (world: World) => readonly [object: string, role: string];
  readonly value: (world: World) => JsonObject;
}

interface World {
  readonly inventory: number;
  readonly credential: number;
  readonly environment: number;
  readonly label: number;
  readonly group: number;
  /** Each in its own, so that a role of one shows nothing of the other. */
  readonly organizations: { readonly environment: number; readonly label: number };
}

const RIGHTS: readonly Right[] = [
  {
    prompt: 'inventory: use',
    role: ({ inventory }) => [`inventories/${inventory}`, 'use_role'],
    value: ({ inventory }) => ({ inventory }),
  },
  {
    prompt: 'credentials: use',
    role: ({ credential }) => [`credentials/${credential}`, 'use_role'],
    value: ({ credential }) => ({ credentials: [credential] }),
  },
  {
    prompt: 'execution_environment: read',
    role: ({ organizations }) => [`organizations/${organizations.environment}`, 'read_role'],
    value: ({ environment }) => ({ execution_environment: environment }),
  },
  {
    prompt: 'labels: read on their organization',
    role: ({ organizations }) => [`organizations/${organizations.label}`, 'read_role'],
    value: ({ label }) => ({ labels: [label] }),
  },
  {
    prompt: 'instance_groups: use',
    role: ({ group }) => [`instance_groups/${group}`, 'use_role'],
    value: ({ group }) => ({ instance_groups: [group] }),
  },
];

describe('§6.4 rights on what a launch brings', () => {
  let shop: Shop;
  let users = 0;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const world = async (user: number): Promise<World> => {
    const { cairn } = shop;
    const [own, ofEnvironment, ofLabel] = [
      await cairn.make('organizations'),
      await cairn.make('organizations'),
      await cairn.make('organizations'),
    ];
    const credential_type = await shop.credentialType('ssh');
    // Roles of credentials are given to members of their organization only.
    await cairn.grant(user, `organizations/${own}`, 'member_role');
    return {
      organizations: { environment: ofEnvironment, label: ofLabel },
      inventory: await cairn.make('inventories', { organization: own }),
      credential: await cairn.make('credentials', { organization: own, credential_type }),
      environment: await cairn.make('execution_environments', { organization: ofEnvironment, image: 'quay.io/x/y' }),
      label: await cairn.make('labels', { organization: ofLabel }),
      group: await cairn.make('instance_groups'),
    };
  };

  /** A template that asks for everything, and somebody who may run it and nothing else. */
  const runner = async (kind = 'job_templates'): Promise<{ template: number; id: number; name: string }> => {
    const switches = Object.fromEntries(SWITCHES.map((name) => [name, true]));
    const isJob = kind === 'job_templates';
    const asked = { ask_inventory_on_launch: true, ask_labels_on_launch: true };
    const template = await (isJob ? shop.template(switches) : shop.workflow(asked));
    const name = `runner${(users += 1)}`;
    const id = await shop.cairn.user(name);
    await shop.cairn.grant(id, `${kind}/${template}`, 'execute_role');
    return { template, id, name };
  };

  it.each(RIGHTS)('$prompt', async ({ role, value }) => {
    const runs = await runner();
    const [things, { template, id, name }] = [await world(runs.id), runs];
    const sent = value(things);
    expect((await shop.launch(template, {}, name)).status).toBe(201);
    expect(await shop.launch(template, sent, name)).toMatchObject(FORBIDDEN);
    await shop.cairn.grant(id, ...role(things));
    expect((await shop.launch(template, sent, name)).status).toBe(201);
  });

  it.each(RIGHTS)('$prompt is missed by somebody who has all the others', async ({ prompt, role, value }) => {
    const runs = await runner();
    const [things, { template, id, name }] = [await world(runs.id), runs];
    for (const other of RIGHTS) {
      const [object, field] = other.role(things);
      if (`${object} ${field}` !== role(things).join(' ')) await shop.cairn.grant(id, object, field);
    }
    const everything: JsonObject = Object.assign({}, ...RIGHTS.map((right) => right.value(things)));
    expect(await shop.launch(template, everything, name)).toMatchObject(FORBIDDEN);
    await shop.cairn.grant(id, ...role(things));
    expect([prompt, (await shop.launch(template, everything, name)).status]).toEqual([prompt, 201]);
    expect(value(things)).not.toEqual({});
  });

  it.each(RIGHTS)('$prompt is not needed for what is ignored', async ({ value }) => {
    const runs = await runner();
    const [things, { template, name }] = [await world(runs.id), runs];
    const off = Object.fromEntries(SWITCHES.map((ask) => [ask, false]));
    await shop.cairn.patch(`job_templates/${template}`, off);
    const { status, body } = await shop.launch(template, value(things), name);
    expect([status, body['ignored_fields']]).toEqual([201, value(things)]);
  });

  it('nothing is needed to repeat what the template has', async () => {
    const runs = await runner();
    const [{ credential, label, group, inventory }, { template, name }] = [await world(runs.id), runs];
    await shop.cairn.patch(`job_templates/${template}`, { inventory });
    await shop.attach(`job_templates/${template}/credentials`, credential);
    await shop.attach(`job_templates/${template}/labels`, label);
    await shop.attach(`job_templates/${template}/instance_groups`, group);
    const sent = { inventory, credentials: [credential], labels: [label], instance_groups: [group] };
    expect((await shop.launch(template, sent, name)).status).toBe(201);
  });

  it('a label is visible too on a template that carries it', async () => {
    const runs = await runner();
    const [{ label }, { template, id, name }] = [await world(runs.id), runs];
    const carrier = await shop.template();
    await shop.attach(`job_templates/${carrier}/labels`, label);
    expect(await shop.launch(template, { labels: [label] }, name)).toMatchObject(FORBIDDEN);
    await shop.cairn.grant(id, `job_templates/${carrier}`, 'read_role');
    expect((await shop.launch(template, { labels: [label] }, name)).status).toBe(201);
  });

  it("an execution environment of no organization is everybody's", async () => {
    const { template, name } = await runner();
    const execution_environment = await shop.cairn.make('execution_environments', { image: 'quay.io/x/z' });
    expect((await shop.launch(template, { execution_environment }, name)).status).toBe(201);
  });

  it('ids that are not there are 400, not 403', async () => {
    const { template, name } = await runner();
    expect((await shop.launch(template, { inventory: 99_999 }, name)).status).toBe(400);
  });

  it('superusers need nothing', async () => {
    const runs = await runner();
    const [things, { template }] = [await world(runs.id), runs];
    const everything: JsonObject = Object.assign({}, ...RIGHTS.map(({ value }) => value(things)));
    expect((await shop.launch(template, everything)).status).toBe(201);
  });

  it('the template itself needs execute: reading it is not enough', async () => {
    const template = await shop.template();
    const reader = await shop.cairn.user('reader');
    await shop.cairn.grant(reader, `job_templates/${template}`, 'read_role');
    expect((await shop.cairn.get(`job_templates/${template}/launch`, 'reader')).status).toBe(200);
    expect(await shop.launch(template, {}, 'reader')).toMatchObject(FORBIDDEN);
    await shop.cairn.user('stranger');
    expect((await shop.cairn.get(`job_templates/${template}/launch`, 'stranger')).status).toBe(403);
  });

  it.each(RIGHTS.slice(0, 1).concat(RIGHTS.slice(3, 4)))('$prompt, of a workflow template', async ({ role, value }) => {
    const runs = await runner('workflow_job_templates');
    const [things, { template, id, name }] = [await world(runs.id), runs];
    expect(await shop.launchWorkflow(template, value(things), name)).toMatchObject(FORBIDDEN);
    await shop.cairn.grant(id, ...role(things));
    const { status, body } = await shop.launchWorkflow(template, value(things), name);
    expect([status, idOf(body)]).toEqual([201, expect.any(Number)]);
  });
});
