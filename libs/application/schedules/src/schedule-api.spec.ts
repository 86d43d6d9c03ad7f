import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { ScheduleWorkshop } from '@testing/schedules';

const FORBIDDEN = { kind: 'forbidden' };
const MISSING = { kind: 'missing' };
const invalid = (body: object) => ({ kind: 'invalid', body });

describe('schedules', () => {
  let shop: ScheduleWorkshop;
  let template: number;
  beforeEach(async () => {
    shop = await ScheduleWorkshop.open();
    template = await shop.jobTemplate('Deploy', { ask_limit_on_launch: true, ask_inventory_on_launch: true });
  });
  afterEach(() => shop.close());

  const named = async (search = '') => {
    const list = await shop.api.list(search, shop.cairn.caller());
    return (list['results'] as unknown as readonly { readonly name: string }[]).map(({ name }) => name);
  };

  it('previews no rule that takes too long', async () => {
    const rrule = `DTSTART:20350101T000000Z ${'RRULE:FREQ=MINUTELY;INTERVAL=1 '.repeat(300)}`;
    await expect(async () => shop.api.preview({ rrule })).rejects.toMatchObject(
      invalid({
        rrule: ['rrule parsing failed validation: its occurrences cannot be found with reasonable effort'],
      }),
    );
  });

  describe('fields (§2)', () => {
    it('name, rule and template are required, on PUT too', async () => {
      const required = ['This field is required.'];
      const all = { rrule: required, name: required, unified_job_template: required };
      const caller = shop.cairn.caller();
      await expect(shop.api.create(undefined, {}, caller)).rejects.toMatchObject(invalid(all));
      const { id } = await shop.add(template);
      await expect(shop.api.change(id, { name: 'x' }, 'put', caller)).rejects.toMatchObject(
        invalid({ rrule: required, unified_job_template: required }),
      );
    });

    it('names are unique per template, and free again when they are given back', async () => {
      const other = await shop.jobTemplate('Other');
      const { id } = await shop.add(template, { name: 'nightly' });
      await shop.add(other, { name: 'nightly' });
      const taken = invalid({ __all__: ['Schedule with this Unified job template and Name already exists.'] });
      await expect(shop.add(template, { name: 'nightly' })).rejects.toMatchObject(taken);
      const { id: second } = await shop.add(template, { name: 'weekly' });
      await expect(shop.patch(second, { name: 'nightly' })).rejects.toMatchObject(taken);
      await shop.patch(id, { name: 'daily' });
      expect(await shop.patch(second, { name: 'nightly' })).toMatchObject({ name: 'nightly' });
      await shop.api.remove(id, shop.cairn.caller());
      await shop.add(template, { name: 'daily' });
    });

    it('an unknown template, and a manual project, cannot be scheduled', async () => {
      await expect(shop.add(999)).rejects.toMatchObject(
        invalid({ unified_job_template: ['Invalid pk "999" - object does not exist.'] }),
      );
      await expect(shop.add(shop.project)).rejects.toMatchObject(
        invalid({ unified_job_template: ['Manual Project cannot have a schedule set.'] }),
      );
    });

    it('all that is wrong is told at once', async () => {
      await expect(shop.add(template, { rrule: 'RRULE:FREQ=DAILY', name: 'x'.repeat(513) })).rejects.toMatchObject({
        body: { rrule: expect.any(Array), name: ['Ensure this field has no more than 512 characters.'] },
      });
    });

    it('PATCH leaves prompts alone, PUT resets what is not sent', async () => {
      const { id, name, rrule } = await shop.add(template, { limit: 'web', inventory: shop.inventory });
      expect(await shop.patch(id, { description: 'x' })).toMatchObject({ limit: 'web', inventory: shop.inventory });
      const body = { name, rrule, unified_job_template: template } as JsonObject;
      expect(await shop.api.change(id, body, 'put', shop.cairn.caller())).toMatchObject({
        ...{ limit: null, inventory: shop.inventory, description: 'x' },
      });
    });

    it('can be moved to another template, whose rules then hold', async () => {
      const other = await shop.jobTemplate('Other');
      const { id } = await shop.add(template, { limit: 'web' });
      await expect(shop.patch(id, { unified_job_template: other })).rejects.toMatchObject(
        invalid({ limit: ['Field is not configured to prompt on launch.'] }),
      );
      expect(await shop.patch(id, { unified_job_template: other, limit: null })).toMatchObject({
        unified_job_template: other,
      });
    });
  });

  describe('prompts (§2.1)', () => {
    const stopAsking = () =>
      shop.cairn.api.change(
        { kind: 'job_template', id: template },
        { body: { ask_limit_on_launch: false }, whole: false },
        shop.cairn.caller(),
      );

    it('are judged by the rules of the template', async () => {
      await expect(shop.add(template, { verbosity: 3, extra_data: { z: 1 } })).rejects.toMatchObject({
        body: { verbosity: ['Field is not configured to prompt on launch.'], extra_data: expect.any(Array) },
      });
    });

    it('are judged again only by a change that touches them (S12)', async () => {
      const { id } = await shop.add(template, { limit: 'web' });
      await stopAsking();
      const refused = invalid({ limit: ['Field is not configured to prompt on launch.'] });
      expect(await shop.patch(id, { enabled: false })).toMatchObject({ enabled: false, limit: 'web' });
      expect(await shop.patch(id, { enabled: true, name: 'x' })).toMatchObject({ enabled: true });
      await expect(shop.patch(id, { inventory: shop.inventory })).rejects.toMatchObject(refused);
    });

    it('of a project are refused, whatever they are', async () => {
      const { organization } = shop;
      const git = { name: 'git', organization, scm_type: 'git', scm_url: 'https://example.org/x.git' };
      const { id } = await shop.cairn.make('project', git);
      await expect(shop.add(id, { extra_data: { a: 1 } })).rejects.toMatchObject(
        invalid({ extra_data: ['Field is not allowed on launch.'] }),
      );
      expect(await shop.add(id)).toMatchObject({ unified_job_template: id });
    });
  });

  describe('computed fields (§4)', () => {
    it('follow the rule and the switch, and change nothing else', async () => {
      const { id, modified } = await shop.add(template);
      expect(await shop.read(id)).toMatchObject({
        ...{ dtstart: '2035-01-01T00:00:00Z', dtend: null, next_run: '2035-01-01T00:00:00Z', modified },
        ...{ timezone: 'UTC', until: '' },
      });
      expect(await shop.patch(id, { enabled: false })).toMatchObject({ next_run: null });
      const rrule = 'DTSTART;TZID=America/New_York:20300115T030000 RRULE:FREQ=DAILY;INTERVAL=1;UNTIL=20300120T030000';
      expect(await shop.patch(id, { rrule, enabled: true })).toMatchObject({
        rrule: 'DTSTART;TZID=America/New_York:20300115T030000 RRULE:FREQ=DAILY;INTERVAL=1;UNTIL=20300120T080000Z',
        ...{ dtstart: '2030-01-15T08:00:00Z', dtend: '2030-01-20T08:00:00Z', next_run: '2030-01-15T08:00:00Z' },
        ...{ timezone: 'America/New_York', until: '2030-01-20T03:00:00' },
      });
    });

    it('the template shows the earliest of its schedules, and none when the last goes away [FIX]', async () => {
      const shown = async () => shop.cairn.api.read({ kind: 'job_template', id: template }, shop.cairn.caller());
      const early = await shop.add(template, { rrule: 'DTSTART:20310101T000000Z RRULE:FREQ=DAILY;INTERVAL=1' });
      const late = await shop.add(template);
      expect(await shown()).toMatchObject({
        next_job_run: '2031-01-01T00:00:00Z',
        related: { next_schedule: `/api/v2/schedules/${early.id}/` },
      });
      await shop.patch(early.id, { enabled: false });
      expect(await shown()).toMatchObject({ next_job_run: '2035-01-01T00:00:00Z' });
      await shop.api.remove(late.id, shop.cairn.caller());
      const { next_job_run: next, related } = await shown();
      expect(next).toBeNull();
      expect(related).not.toHaveProperty('next_schedule');
    });
  });

  describe('lists', () => {
    it('are filtered and ordered; those of a template by their next run, the last first', async () => {
      await shop.add(template, { name: 'b' });
      await shop.add(template, { name: 'off', enabled: false });
      await shop.add(template, { name: 'a', rrule: 'DTSTART:20310101T000000Z RRULE:FREQ=DAILY;INTERVAL=1' });
      expect(await named()).toEqual(['b', 'off', 'a']);
      expect(await named('next_run__lt=2035-01-01T00:00:00Z')).toEqual(['a']);
      expect(await named('next_run=2035-01-01T00:00:00Z')).toEqual(['b']);
      expect(await named('enabled=false')).toEqual(['off']);
      expect(await named('unified_job_template__name=Deploy&order_by=name')).toEqual(['a', 'b', 'off']);
      const target = { kind: 'job_template', id: template } as const;
      const { results } = await shop.api.ofTemplate(target, '', shop.cairn.caller());
      expect((results as readonly JsonObject[]).map(({ name }) => name)).toEqual(['b', 'a', 'off']);
    });

    it('ask a fixed number of questions, however many there are', async () => {
      await shop.add(template);
      const queriesOf = async () => {
        const before = shop.cairn.queries();
        await shop.api.list('', shop.cairn.caller());
        return shop.cairn.queries() - before;
      };
      const one = await queriesOf();
      for (let more = 0; more < 5; more++) await shop.add(await shop.jobTemplate(`Deploy ${more}`));
      expect(await queriesOf()).toBe(one);
    });
  });

  describe('what is gone', () => {
    const remove = (kind: 'job_template' | 'inventory' | 'label', id: number) =>
      shop.cairn.api.remove({ kind, id }, shop.cairn.caller());

    it('a template takes its schedules along', async () => {
      const { id } = await shop.add(template, { name: 'nightly' });
      await remove('job_template', template);
      await expect(shop.read(id)).rejects.toMatchObject(MISSING);
      await shop.forget();
      await shop.forget();
      expect((await shop.history(id)).at(-1)).toMatchObject({
        type: 'ScheduleDeleted',
        data: { because: 'template_deleted' },
      });
      expect(await shop.cairn.store.all('SELECT * FROM schedule_orphan', [])).toEqual([]);
    });

    it('an inventory is not prompted for any more', async () => {
      const { id: inventory } = await shop.cairn.make('inventory', { name: 'x', organization: shop.organization });
      const { id } = await shop.add(template, { inventory });
      await remove('inventory', inventory);
      await shop.forget();
      expect(await shop.read(id)).toMatchObject({ inventory: null });
    });
  });

  describe('access (§1): the right that is needed, and nothing less', () => {
    const OBJECTS = { job_template: () => template, inventory: () => shop.inventory } as const;
    let ann: Viewer;
    beforeEach(async () => {
      ann = await shop.cairn.user('ann');
    });
    const give = (kind: keyof typeof OBJECTS, role: string, more: JsonObject = {}) =>
      shop.cairn.giveRole(ann, { kind, id: OBJECTS[kind]() }, role, more);
    const asAnn = () => shop.cairn.caller(ann);

    it('read of the template reads its schedules', async () => {
      const { id } = await shop.add(template);
      await expect(shop.read(id, asAnn())).rejects.toMatchObject(FORBIDDEN);
      expect(await shop.api.list('', asAnn())).toMatchObject({ count: 0 });
      await give('job_template', 'read_role');
      expect(await shop.read(id, asAnn())).toMatchObject({
        summary_fields: { user_capabilities: { edit: false, delete: false } },
      });
      expect(await shop.api.list('', asAnn())).toMatchObject({ count: 1 });
    });

    it('read of the template does not schedule it, execute does', async () => {
      await give('job_template', 'read_role');
      await expect(shop.add(template, {}, asAnn())).rejects.toMatchObject(FORBIDDEN);
      await give('job_template', 'execute_role');
      expect(await shop.add(template, { limit: 'web' }, asAnn())).toMatchObject({ limit: 'web' });
    });

    it('use of a project does not schedule it, update does', async () => {
      const { organization } = shop;
      const git = { name: 'git', organization, scm_type: 'git', scm_url: 'https://example.org/x.git' };
      const project = { kind: 'project', id: (await shop.cairn.make('project', git)).id } as const;
      await shop.cairn.giveRole(ann, project, 'use_role');
      await expect(shop.add(project.id, {}, asAnn())).rejects.toMatchObject(FORBIDDEN);
      await shop.cairn.giveRole(ann, project, 'update_role');
      expect(await shop.add(project.id, {}, asAnn())).toMatchObject({ unified_job_template: project.id });
    });

    it('a prompted inventory needs use, read is not enough', async () => {
      await give('job_template', 'execute_role');
      await give('inventory', 'read_role');
      const body = { inventory: shop.inventory };
      await expect(shop.add(template, body, asAnn())).rejects.toMatchObject(FORBIDDEN);
      await give('inventory', 'use_role');
      expect(await shop.add(template, body, asAnn())).toMatchObject(body);
    });

    it('execute changes and deletes the own schedule, not that of another', async () => {
      await give('job_template', 'execute_role');
      const others = await shop.add(template);
      const { id } = await shop.add(template, {}, asAnn());
      await expect(shop.patch(others.id, { enabled: false }, asAnn())).rejects.toMatchObject(FORBIDDEN);
      await expect(shop.api.remove(others.id, asAnn())).rejects.toMatchObject(FORBIDDEN);
      await shop.patch(id, { enabled: false }, asAnn());
      await give('job_template', 'execute_role', { disassociate: true });
      await give('job_template', 'read_role');
      await expect(shop.patch(id, { enabled: true }, asAnn())).rejects.toMatchObject(FORBIDDEN);
      await give('job_template', 'admin_role');
      await shop.patch(others.id, { enabled: false }, asAnn());
      await shop.api.remove(others.id, asAnn());
    });

    it('another template needs its admin, execute there is not enough unless it is the own schedule', async () => {
      const other = await shop.jobTemplate('Other');
      const { id } = await shop.add(template);
      await give('job_template', 'admin_role');
      await expect(shop.patch(id, { unified_job_template: other }, asAnn())).rejects.toMatchObject(FORBIDDEN);
      await shop.cairn.giveRole(ann, { kind: 'job_template', id: other }, 'admin_role');
      await shop.patch(id, { unified_job_template: other }, asAnn());
    });
  });
});
