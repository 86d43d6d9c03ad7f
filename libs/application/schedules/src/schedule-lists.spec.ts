import { answerField } from '@application/launch-targets';
import { type Caller, writeContext } from '@application/resources';
import type { JsonObject, Sealed } from '@domain/kernel';
import { ScheduleWorkshop } from '@testing/schedules';

const FORBIDDEN = { kind: 'forbidden' };

describe('what a schedule brings', () => {
  let shop: ScheduleWorkshop;
  beforeEach(async () => {
    shop = await ScheduleWorkshop.open();
  });
  afterEach(() => shop.close());

  const credential = async (name: string) => {
    const set = { namespace: 'ssh', kind: 'ssh', managed: true, inputs: { fields: [] } };
    const type = (await shop.cairn.seed('credential_type', { name: `Machine ${name}`, kind: 'cloud' }, set)).id;
    const body = { name, organization: shop.organization, credential_type: type, inputs: {} };
    return (await shop.cairn.make('credential', body)).id;
  };
  const post = (schedule: number, body: JsonObject, caller: Caller = shop.cairn.caller()) =>
    shop.api.relate({ schedule, path: 'credentials' }, body, caller);

  it('credentials join where the template asks for them, and are refused in AWX’s words where not', async () => {
    const [asking, closed] = [
      await shop.jobTemplate('asking', { ask_credential_on_launch: true }),
      await shop.jobTemplate('closed'),
    ];
    const [id, ssh] = [(await shop.add(asking)).id, await credential('ssh')];
    await post(id, { id: ssh });
    const list = await shop.api.membersOf({ schedule: id, path: 'credentials' }, '', shop.cairn.caller());
    expect(list).toMatchObject({ count: 1, results: [{ id: ssh }] });
    await post(id, { id: ssh, disassociate: true });
    await expect(post(id, {})).rejects.toMatchObject({ body: { msg: "Credential 'id' field is missing." } });
    const { id: other } = await shop.add(closed);
    await expect(post(other, { id: ssh })).rejects.toMatchObject({
      body: { msg: 'Related template is not configured to accept credentials on launch.' },
    });
    expect((await shop.history(other)).at(-1)?.type).toBe('CredentialAssociationRefused');
  });

  it('need the right to change the schedule, and use of the credential', async () => {
    const template = await shop.jobTemplate('asking', { ask_credential_on_launch: true });
    const [ann, ssh] = [await shop.cairn.user('ann'), await credential('ssh')];
    const { id } = await shop.add(template);
    const caller = () => shop.cairn.caller(ann);
    await shop.cairn.giveRole(ann, { kind: 'organization', id: shop.organization }, 'member_role');
    await shop.cairn.giveRole(ann, { kind: 'credential', id: ssh }, 'use_role');
    await shop.cairn.giveRole(ann, { kind: 'job_template', id: template }, 'execute_role');
    await expect(post(id, { id: ssh }, caller())).rejects.toMatchObject(FORBIDDEN);
    const { id: own } = await shop.add(template, {}, caller());
    await post(own, { id: ssh }, caller());
    await shop.cairn.giveRole(ann, { kind: 'credential', id: ssh }, 'use_role', { disassociate: true });
    const second = await credential('second');
    await expect(post(own, { id: second }, caller())).rejects.toMatchObject(FORBIDDEN);
  });

  it('password answers are sealed, shown as a mask, and readable by the job that the schedule starts', async () => {
    const template = await shop.jobTemplate('asking', { survey_enabled: true });
    const question = { question_name: 'pw', variable: 'pw', type: 'password', required: false, default: '' };
    const data = { name: '', description: '', questions: [question], secrets: {} };
    const context = writeContext(shop.cairn.caller());
    const { aggregates } = shop.cairn.resources;
    const { position } = await aggregates.handle('job_template', template, { type: 'ReplaceSurvey', data }, context);
    await shop.cairn.caughtUp(position);
    const rrule = 'DTSTART:20300101T010000Z RRULE:FREQ=HOURLY;INTERVAL=1';
    const made = await shop.add(template, { rrule, extra_data: { pw: 'open sesame' } });
    expect(made['extra_data']).toEqual({ pw: '$encrypted$' });
    await shop.patch(made.id, { extra_data: { pw: '$encrypted$' } });
    await shop.tick('2030-01-01T01:00:00.100000Z');
    const history = await shop.history(made.id);
    expect(JSON.stringify(history)).not.toContain('open sesame');
    const { launch } = history.find(({ type }) => type === 'ScheduleTriggered')?.data as unknown as {
      launch: { id: number; composition: { effective: { extra_vars: { pw: Sealed } } } };
    };
    const { pw } = launch.composition.effective.extra_vars;
    expect(await shop.cairn.sealer.open(`job-${launch.id}`, answerField('pw'), pw)).toBe('open sesame');
  });
});
