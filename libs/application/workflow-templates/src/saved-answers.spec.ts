import { sealed } from '@testing/launch';
import { type Asked, Workshop } from '@testing/workflow-nodes';

describe('survey answers saved on a node', () => {
  let shop: Workshop;
  let jt: number;
  beforeEach(async () => {
    shop = await Workshop.open();
    jt = await shop.jobTemplate('survey', { survey_enabled: true });
    const questions: readonly Asked[] = [
      { variable: 't', type: 'text', max: 20 },
      { variable: 'p', type: 'password', max: 32 },
      { variable: 'd', type: 'password', default: '$encrypted$' },
    ];
    await shop.survey(jt, questions, { d: sealed('default') });
  });
  afterEach(() => shop.close());

  const add = (extra_data: object) => shop.add({ unified_job_template: jt, extra_data: extra_data as object & string });

  it('must fit their questions', async () => {
    expect(await add({ t: 'abc' })).toMatchObject({ extra_data: { t: 'abc' } });
    await expect(add({ t: 'a text of more than twenty characters' })).rejects.toMatchObject({
      body: { variables_needed_to_start: [expect.stringMatching(/^'t' value .* is too large/)] },
    });
    await expect(add({ p: 'x'.repeat(33) })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('are demanded when they are required', async () => {
    const required = await shop.jobTemplate('required', { survey_enabled: true });
    await shop.survey(required, [{ variable: 'r', type: 'text', required: true }]);
    await expect(shop.add({ unified_job_template: required })).rejects.toMatchObject({
      body: { variables_needed_to_start: ["'r' value missing"] },
    });
  });

  it('to password questions are sealed in history and masked in every answer', async () => {
    const node = await add({ p: 'swordfish', t: 'x' });
    expect(node).toMatchObject({ extra_data: { p: '$encrypted$', t: 'x' } });
    const history = await shop.history();
    expect(history).toMatchObject([
      { data: { prompts: { extra_data: { p: { mac: expect.any(String) as string } } } } },
    ]);
    expect(JSON.stringify(history)).not.toContain('swordfish');
    expect(await shop.read(node.id)).toMatchObject({ extra_data: { p: '$encrypted$', t: 'x' } });
  });

  it('stay as they are when the mask comes back, and history says so', async () => {
    const { id } = await add({ p: 'swordfish' });
    const [added] = await shop.history();
    const before = added?.data as { prompts: { extra_data: { p: object } } };
    expect(await shop.patch(id, { extra_data: { p: '$encrypted$', t: 'y' } })).toMatchObject({
      extra_data: { p: '$encrypted$', t: 'y' },
    });
    const [, changed] = await shop.history();
    expect(changed).toMatchObject({
      type: 'NodeChanged',
      data: { kept: ['p'], changes: [{ field: 'extra_data', new: { p: before.prompts.extra_data.p, t: { v: 'y' } } }] },
    });
    expect(await shop.patch(id, { extra_data: { t: 'z' } })).toMatchObject({ extra_data: { t: 'z' } });
  });

  it('are looked at again when another prompt changes', async () => {
    const { id } = await add({ p: 'swordfish' });
    await shop.survey(jt, [{ variable: 'p', type: 'password', max: 3 }]);
    await expect(shop.patch(id, { extra_data: { p: '$encrypted$' } })).rejects.toMatchObject({ kind: 'invalid' });
  });

  it('that are the mask need something to stand for', async () => {
    await expect(add({ p: '$encrypted$' })).rejects.toMatchObject({
      body: { extra_data: ['Provided variable p has no database value to replace with.'] },
    });
    expect(await add({ d: '$encrypted$' })).toMatchObject({ extra_data: {} });
    expect(await shop.history()).toMatchObject([{ data: { droppedForDefault: ['d'], prompts: {} } }]);
  });
});
