import { LaunchWorld } from '@testing/launches';

describe('surveys', () => {
  let world: LaunchWorld;
  let template: number;
  const question = (more: object) => ({
    question_name: 'Q',
    type: 'password',
    variable: 'p',
    required: false,
    ...more,
  });
  const survey = (...spec: object[]) => ({ name: 's', description: 'd', spec }) as never;

  beforeAll(async () => {
    world = await LaunchWorld.open();
    template = await world.template();
  });
  afterAll(() => world.close());

  const replace = (document: never) =>
    world.surveys.replace('job_template', template, document, world.installation.caller());
  const read = () => world.surveys.read('job_template', template, world.installation.caller());

  it('are stored as they came, password defaults sealed and shown masked', async () => {
    expect(await read()).toEqual({});
    await replace(survey(question({ default: 's3cret', own: [1] })));
    expect(await read()).toEqual(survey(question({ default: '$encrypted$', own: [1] })));
    expect(JSON.stringify(await world.events(`jt-${template}`))).not.toContain('s3cret');
  });

  it('keep a default by its mask', async () => {
    await replace(survey(question({ default: '$encrypted$', required: true })));
    const target = await world.targets.jobTemplate(template);
    expect(target?.survey).toBeNull();
    await expect(replace(survey(question({ variable: 'other', default: '$encrypted$' })))).rejects.toMatchObject({
      kind: 'refused',
      body: { error: '$encrypted$ is a reserved keyword, may not be used for new default in position 0.' },
    });
  });

  it('can be removed', async () => {
    await world.surveys.remove('job_template', template, world.installation.caller());
    expect(await read()).toEqual({});
  });

  it('are read by those who read the template, written by those who may change it', async () => {
    const caller = world.installation.caller(await world.installation.user('bob'));
    await expect(world.surveys.read('job_template', template, caller)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(world.surveys.remove('job_template', template, caller)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});
