import type { JsonObject } from '@domain/kernel';
import { idOf } from './served.js';
import { Shop } from './shop.js';

const FORBIDDEN = { detail: 'You do not have permission to perform this action.' };

/** Spec relaunch-and-create-schedule.md §4 and §5, over HTTP. */
describe('a schedule made from a job', () => {
  let shop: Shop;
  let users = 0;

  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const page = (job: number): string => `jobs/${job}/create_schedule`;
  const launched = async (template: number, body: JsonObject = {}, as?: string): Promise<number> =>
    idOf((await shop.launch(template, body, as)).body);
  const errorOf = async (job: number): Promise<unknown> => {
    expect((await shop.cairn.get(page(job))).body['can_schedule']).toBe(false);
    const { status, body } = await shop.cairn.post(page(job));
    expect(status).toBe(400);
    return body['error'];
  };
  const someone = async (...grants: readonly (readonly [object: string, role: string])[]): Promise<string> => {
    users += 1;
    const id = await shop.cairn.user(`user${users}`);
    for (const [object, role] of grants) await shop.cairn.grant(id, object, role);
    return `user${users}`;
  };

  it('§4, §5 shows and takes over what was prompted, resources by their summaries, secrets sealed and masked', async () => {
    const asks = { ask_inventory_on_launch: true, ask_labels_on_launch: true, ask_credential_on_launch: true };
    const template = await shop.template({ ...asks, ask_limit_on_launch: true, ask_verbosity_on_launch: true });
    await shop.survey('job_templates', template, [{ type: 'password', variable: 'pin' }]);
    const credential = await shop.credential('aws', { username: 'u', password: 'p' });
    const [inventory, label] = [
      await shop.stock(1),
      await shop.cairn.make('labels', { organization: shop.organization }),
    ];
    const lists = { credentials: [credential], labels: [label] };
    const job = await launched(template, { ...lists, inventory, limit: 'web', extra_vars: { pin: 'hunter2' } });
    const { body } = await shop.cairn.get(page(job));
    expect(body).toMatchObject({
      can_schedule: true,
      prompts: {
        ...{ limit: 'web', extra_vars: { pin: '$encrypted$' } },
        inventory: { id: inventory, total_hosts: 1, kind: '' },
        credentials: [{ id: credential, kind: 'aws', cloud: true, kubernetes: false }],
        labels: { count: 1, results: [{ id: label }] },
      },
    });
    expect(Object.keys(body['prompts'] as JsonObject)).not.toContain('verbosity');
    const made = await shop.cairn.post(page(job), { name: 'is ignored', limit: 'too' });
    expect(made).toMatchObject({
      ...{ status: 201, location: `/api/v2/schedules/${idOf(made.body)}/` },
      body: {
        ...{ name: `Auto-generated schedule from job ${job}`, enabled: false, next_run: null },
        ...{ unified_job_template: template, inventory, limit: 'web', extra_data: { pin: '$encrypted$' } },
      },
    });
    const schedule = `schedules/${idOf(made.body)}`;
    expect(await shop.listed(`${schedule}/credentials`)).toEqual([credential]);
    expect(await shop.listed(`${schedule}/labels`)).toEqual([label]);
    const { body: history } = await shop.cairn.get(`event_history/?stream=schedule-${idOf(made.body)}`);
    expect(JSON.stringify(history)).not.toContain('hunter2');
  });

  it('§5.2 needs no typed passwords, which is told before everything else', async () => {
    const template = await shop.template();
    await shop.attach(`job_templates/${template}/credentials`, await shop.credential('ssh', { password: 'ASK' }));
    const job = await launched(template, { credential_passwords: { ssh_password: 'hunter2' } });
    expect(await errorOf(job)).toBe('Cannot create schedule because job requires credential passwords.');
  });

  it('§5.2 needs a recorded launch', async () => {
    const template = await shop.template({ ask_credential_on_launch: true });
    const job = await launched(template, {
      extra_credentials: [await shop.credential('aws', { username: 'u', password: 'p' })],
    });
    expect(await errorOf(job)).toBe('Cannot create schedule because job was launched by legacy method.');
  });

  it('§5.2 needs the inventory and the template', async () => {
    const inventory = await shop.stock(0);
    const [kept, gone] = [await shop.template({ inventory }), await shop.template()];
    const jobs = [await launched(kept), await launched(gone)];
    await shop.removed(`inventories/${inventory}`);
    await shop.removed(`job_templates/${gone}`);
    for (const job of jobs)
      expect(await errorOf(job)).toBe('Cannot create schedule because a related resource is missing.');
  });

  it('§5.1, §5.3 needs the right to relaunch, and to use what the job was launched with', async () => {
    const template = await shop.template({ ask_inventory_on_launch: true });
    const inventory = await shop.stock(0);
    const job = await launched(template, { inventory });
    const [object, prompted] = [`job_templates/${template}`, `inventories/${inventory}`];
    expect(await shop.cairn.post(page(job), {}, await someone())).toMatchObject({ status: 403 });
    const reader = await someone([object, 'read_role'], [prompted, 'use_role']);
    expect(await shop.cairn.post(page(job), {}, reader)).toMatchObject({ status: 403, body: FORBIDDEN });
    const stranger = await someone([object, 'execute_role'], [prompted, 'read_role']);
    expect(await shop.cairn.post(page(job), {}, stranger)).toMatchObject({
      ...{ status: 403, body: { detail: 'Job was launched with prompted fields you do not have access to.' } },
    });
    // Execute on the organization may relaunch all of it, yet not schedule with an inventory that it may not use.
    const operator = await someone([`organizations/${shop.organization}`, 'execute_role']);
    expect(await shop.cairn.post(`jobs/${job}/relaunch`, {}, operator)).toMatchObject({ status: 201 });
    expect(await shop.cairn.post(page(job), {}, operator)).toMatchObject({ status: 403, body: FORBIDDEN });
    const user = await someone([object, 'execute_role'], [prompted, 'use_role']);
    expect(await shop.cairn.post(page(job), {}, user)).toMatchObject({ status: 201 });
  });

  it('§5 [S5] has another address, which takes the job in its body', async () => {
    const template = await shop.template();
    const job = await launched(template);
    const send = (body: JsonObject, as?: string) => shop.cairn.post('schedule_job', body, as);
    expect(await send({ job })).toMatchObject({
      ...{ status: 201, body: { unified_job_template: template, enabled: false } },
    });
    expect(await send({ job: String(job) })).toMatchObject({
      body: { name: `Auto-generated schedule from job ${job} - number 1` },
    });
    expect(await send({})).toMatchObject({ status: 400, body: { job: ['This field is required.'] } });
    expect(await send({ job: 999_999 })).toMatchObject({ status: 404 });
    const reader = await someone([`job_templates/${template}`, 'read_role']);
    expect(await send({ job }, reader)).toMatchObject({ status: 403, body: FORBIDDEN });
  });
});
