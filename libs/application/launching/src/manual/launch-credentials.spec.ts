import { writeContext } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { LaunchWorld } from '@testing/launches';
import { TypedPasswords } from './typed-passwords.js';

const MACHINE: JsonObject = {
  fields: [
    { id: 'username', type: 'string' },
    { id: 'password', type: 'string', secret: true, ask_at_runtime: true },
  ],
};

describe('credentials at a launch', () => {
  let world: LaunchWorld;
  let passwords: TypedPasswords;
  let asking: number;
  let plain: number;
  let template: number;

  beforeAll(async () => {
    world = await LaunchWorld.open();
    passwords = new TypedPasswords(world.installation.store, world.installation.sealer);
    const type = { name: 'Machine', kind: 'ssh', inputs: MACHINE, injectors: {} };
    const context = writeContext(world.installation.caller());
    await world.installation.resources.create('credential_type', type, context, {
      id: 1,
      set: { ...type, managed: true },
    });
    const credential = (name: string, inputs: object) =>
      world.make('credential', { name, organization: world.organization, credential_type: 1, inputs } as never);
    asking = await credential('asking', { username: 'u', password: 'ASK' });
    plain = await credential('plain', { username: 'u' });
    template = await world.template({ ask_credential_on_launch: true });
    await world.installation.api.relate(
      { kind: 'job_template', id: template, path: 'credentials' },
      { id: asking },
      world.installation.caller(),
    );
  });
  afterAll(() => world.close());

  const launch = async (body: object) => Number((await world.launch('job_template', template, body as never))['job']);

  it.each([
    ['missing', {}],
    ['empty', { credential_passwords: { ssh_password: '' } }],
    ['beside their place', { credential_passwords: {}, ssh_password: 'x' }],
  ])('want their passwords typed: %s', async (_title, body) => {
    await expect(launch(body)).rejects.toMatchObject({ body: { passwords_needed_to_start: ['ssh_password'] } });
  });

  it('keep typed passwords for the job and out of every event', async () => {
    const job = await launch({ credential_passwords: { ssh_password: 'hunter2', other: 'x' } });
    expect(await passwords.of(job)).toEqual({ ssh_password: 'hunter2' });
    const events = await world.events(`job-${job}`);
    expect(events.at(-1)).toMatchObject({ type: 'JobQueued', data: { passwords: ['ssh_password'] } });
    expect(JSON.stringify(events)).not.toContain('hunter2');
    await passwords.forget(job);
    expect(await passwords.of(job)).toEqual({});
  });

  it('take passwords at the top of the body too', async () => {
    expect(await passwords.of(await launch({ ssh_password: 'hunter2' }))).toEqual({ ssh_password: 'hunter2' });
  });

  it('replace those of their class, and with them the need', async () => {
    const job = await launch({ credentials: [plain] });
    const { composition } = await world.launched('job', job);
    expect(composition).toMatchObject({
      effective: { credentials: [{ id: plain }] },
      launchConfig: { credentials: [{ id: plain }] },
    });
    expect(await passwords.of(job)).toEqual({});
  });

  it('come as extra_credentials without leaving a launch configuration', async () => {
    const other = await world.template({ ask_credential_on_launch: true });
    const answer = await world.launch('job_template', other, { extra_credentials: [plain] });
    const { composition } = await world.launched('job', Number(answer['job']));
    expect(composition).toMatchObject({ effective: { credentials: [{ id: plain }] }, launchConfig: null });
    await expect(
      world.launch('job_template', other, { extra_credentials: [plain], credentials: [plain] }),
    ).rejects.toMatchObject({ kind: 'refused' });
  });
});
