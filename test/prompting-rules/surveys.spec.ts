import type { Json, JsonObject } from '@domain/kernel';
import { textOf } from '../../apps/server/src/demo/api.js';
import { idOf } from './served.js';
import { Shop } from './shop.js';

const CHOICES = { choices: 'a\nb' };

/** Question, answer, and what is said of it (null: it is taken); spec launch.md §3.2. */
const ANSWERS: readonly (readonly [question: JsonObject, answer: Json, message: string | null])[] = [
  [{ type: 'text' }, 'x', null],
  [{ type: 'text' }, '', null],
  [{ type: 'text' }, 5, "Value 5 for 'v' expected to be a string."],
  [{ type: 'text' }, null, "Value None for 'v' expected to be a string."],
  [{ type: 'text' }, true, "Value True for 'v' expected to be a string."],
  [{ type: 'text', min: 3 }, 'ab', "'v' value ab is too small (length is 2 must be at least 3)."],
  [{ type: 'textarea', max: 5 }, 'abcdef', "'v' value abcdef is too large (must be no more than 5)."],
  [{ type: 'text', max: 2 }, '😀😀', null],
  [{ type: 'text', min: 1 }, '', "'v' value  is too small (length is 0 must be at least 1)."],
  [{ type: 'integer' }, 3, null],
  [{ type: 'integer' }, '3', "Value 3 for 'v' expected to be an integer."],
  [{ type: 'integer' }, true, "Value True for 'v' expected to be an integer."],
  [{ type: 'integer' }, 1.5, "Value 1.5 for 'v' expected to be an integer."],
  [{ type: 'integer', max: 5 }, 9, "'v' value 9 is too large (must be no more than 5)."],
  [{ type: 'integer', min: 1 }, 0, "'v' value 0 is too small (must be at least 1)."],
  [{ type: 'integer', min: 0 }, -1, "'v' value -1 is too small (must be at least 0)."],
  [{ type: 'float' }, 1.5, null],
  [{ type: 'float' }, 2, null],
  [{ type: 'float' }, '1.5', "Value 1.5 for 'v' expected to be a numeric type."],
  [{ type: 'float' }, false, "Value False for 'v' expected to be a numeric type."],
  [{ type: 'float', max: 2 }, 2.5, "'v' value 2.5 is too large (must be no more than 2)."],
  [{ type: 'multiplechoice', ...CHOICES }, 'a', null],
  [{ type: 'multiplechoice', ...CHOICES }, 'z', "Value z for 'v' expected to be one of ['a', 'b']."],
  [{ type: 'multiplechoice', ...CHOICES }, null, "Value None for 'v' expected to be one of ['a', 'b']."],
  [{ type: 'multiselect', ...CHOICES }, ['a', 'b'], null],
  [{ type: 'multiselect', ...CHOICES }, [], null],
  [{ type: 'multiselect', ...CHOICES }, 'a', "'v' value is expected to be a list."],
  [{ type: 'multiselect', ...CHOICES }, ['z'], "Value z for 'v' expected to be one of ['a', 'b']."],
  [{ type: 'password', min: 3 }, 'ab', "'v' value $encrypted$ is too small (length is 2 must be at least 3)."],
  [{ type: 'password' }, 5, "Value $encrypted$ for 'v' expected to be a string."],
];

describe('survey answers at a launch', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  const asking = async (spec: readonly JsonObject[], fields: JsonObject = {}): Promise<number> => {
    const template = await shop.template(fields);
    await shop.survey('job_templates', template, spec);
    return template;
  };
  const refused = (...messages: readonly string[]) => ({
    status: 400,
    body: { variables_needed_to_start: messages },
  });

  it.each(ANSWERS)('§3.2 %j takes %j, or says %j', async (question, answer, message) => {
    const template = await asking([{ variable: 'v', required: true, ...question }]);
    const answered = await shop.launch(template, { extra_vars: { v: answer } });
    if (message === null) expect(answered).toMatchObject({ status: 201, body: { ignored_fields: {} } });
    else expect(answered).toMatchObject(refused(message));
  });

  it('§3.2 an integer is not written with a point', async () => {
    const template = await asking([{ type: 'integer', variable: 'v' }]);
    expect(await shop.launch(template, { extra_vars: '{"v": 3.0}' })).toMatchObject(
      refused("Value 3.0 for 'v' expected to be an integer."),
    );
  });

  it('§3.2 a required question has to be answered, default or not', async () => {
    const template = await asking([{ type: 'text', variable: 'v', required: true, default: 'd' }]);
    expect(await shop.launch(template)).toMatchObject(refused("'v' value missing"));
    await shop.cairn.patch(`job_templates/${template}`, { extra_vars: 'v: own' });
    expect(await shop.launch(template)).toMatchObject(refused("'v' value missing"));
  });

  it('§2.4.2 all problems are told, in the order of the questions, though variables are free', async () => {
    const template = await asking(
      [
        { type: 'integer', variable: 'n', max: 5 },
        { type: 'text', variable: 't', required: true },
      ],
      { ask_variables_on_launch: true },
    );
    const { body } = await shop.launch(template, { extra_vars: { n: 9, other: 1 } });
    expect(body).toEqual(refused("'n' value 9 is too large (must be no more than 5).", "'t' value missing").body);
  });

  it('§2.4.2 answers are taken where variables are not asked for, other names are listed', async () => {
    const template = await asking([{ type: 'text', variable: 'v' }]);
    const { body } = await shop.launch(template, { extra_vars: { v: 'x', other: 1 } });
    expect(body).toMatchObject({ extra_vars: '{"v": "x"}', ignored_fields: { extra_vars: { other: 1 } } });
  });

  it('§3.3 answers win over defaults, which win over the template; a wrong default does not', async () => {
    const questions: readonly JsonObject[] = [
      { type: 'text', variable: 'a', default: 'default' },
      { type: 'text', variable: 'b', default: 'default' },
      { type: 'text', variable: 'c', default: '', min: 1 },
      { type: 'text', variable: 'd', default: '' },
      { type: 'multiselect', variable: 'e', ...CHOICES, default: 'a' },
    ];
    const own = JSON.stringify({ a: 'own', b: 'own', c: 'own', d: 'own', e: 'own' });
    const template = await asking(questions, { extra_vars: own });
    const { body } = await shop.launch(template, { extra_vars: { a: 'answer' } });
    expect(JSON.parse(textOf(body['extra_vars']))).toEqual({
      a: 'answer',
      b: 'default',
      c: 'own',
      d: '',
      e: 'own',
    });
  });

  it('§2.4 an enabled survey without questions asks nothing', async () => {
    const template = await shop.template({ survey_enabled: true });
    expect((await shop.launch(template, { extra_vars: { x: 1 } })).body['ignored_fields']).toEqual({
      extra_vars: { x: 1 },
    });
  });

  describe('§3.4 passwords', () => {
    const PASSWORD = { type: 'password', variable: 'p' };

    it('are masked in every view, answered or not', async () => {
      const template = await asking([
        PASSWORD,
        { ...PASSWORD, variable: 'q', default: 'd3fault' },
        { ...PASSWORD, variable: 'r' },
      ]);
      const { body } = await shop.launch(template, { extra_vars: { p: 'hunter2' } });
      const job = `jobs/${idOf(body)}`;
      const masked = { p: '$encrypted$', q: '$encrypted$' };
      expect(JSON.parse(textOf(body['extra_vars']))).toEqual(masked);
      expect(JSON.parse(textOf((await shop.cairn.get(job)).body['extra_vars']))).toEqual(masked);
      expect(await shop.recorded(body)).toEqual({ extra_vars: { p: '$encrypted$' } });
      const pages = [job, `${job}/provenance`, `${job}/create_schedule`, `event_history/?stream=job-${idOf(body)}`];
      for (const page of pages)
        expect(JSON.stringify((await shop.cairn.get(page)).body)).not.toMatch(/hunter2|d3fault/);
    });

    it('that are the mask leave the place to the default, or nothing', async () => {
      const template = await asking([
        { ...PASSWORD, default: 'd' },
        { ...PASSWORD, variable: 'q' },
      ]);
      const { body } = await shop.launch(template, { extra_vars: { p: '$encrypted$', q: '$encrypted$' } });
      expect(body).toMatchObject({ extra_vars: '{"p": "$encrypted$"}', ignored_fields: {} });
    });

    it('that are the mask are missing where one is required and there is no default', async () => {
      const template = await asking([{ ...PASSWORD, required: true }]);
      const sent = { extra_vars: { p: '$encrypted$' } };
      expect(await shop.launch(template, sent)).toMatchObject(refused("'p' value missing"));
    });

    it('may not begin with the mask', async () => {
      const { status, body } = await shop.launch(await asking([PASSWORD]), { extra_vars: { p: '$encrypted$x' } });
      expect([status, Object.keys(body)]).toEqual([400, ['variables_needed_to_start']]);
    });
  });

  describe('§8 survey_spec', () => {
    it('is read by readers, written and removed by administrators', async () => {
      const template = await asking([{ type: 'password', variable: 'p', default: 'd3fault' }]);
      const path = `job_templates/${template}/survey_spec`;
      const { ruth, adam } = { ruth: await shop.cairn.user('ruth'), adam: await shop.cairn.user('adam') };
      expect((await shop.cairn.get(path, 'ruth')).status).toBe(403);
      await shop.cairn.grant(ruth, `job_templates/${template}`, 'read_role');
      const { body } = await shop.cairn.get(path, 'ruth');
      expect(body).toMatchObject({ spec: [{ variable: 'p', default: '$encrypted$' }] });
      for (const method of ['POST', 'DELETE'])
        expect((await shop.cairn.send(method, path, body, 'ruth')).status).toBe(403);
      await shop.cairn.grant(adam, `job_templates/${template}`, 'admin_role');
      expect(await shop.cairn.post(path, body, 'adam')).toMatchObject({ status: 200, body: {} });
      expect(await shop.cairn.send('DELETE', path, undefined, 'adam')).toMatchObject({ status: 200, body: {} });
      expect((await shop.cairn.get(path)).body).toEqual({});
      expect((await shop.cairn.get(`job_templates/${template}`)).body['survey_enabled']).toBe(true);
    });

    it('tells the first problem as a text', async () => {
      const path = `job_templates/${await shop.template()}/survey_spec`;
      expect(await shop.cairn.post(path, { name: 's', description: '', spec: [] })).toMatchObject({
        status: 400,
        body: { error: "'spec' doesn't contain any items." },
      });
      expect((await shop.cairn.post(path, {})).body).toEqual({ error: "Field 'spec' is missing from survey spec." });
    });
  });
});
