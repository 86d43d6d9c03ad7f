import type { ResourceType } from '@application/resources';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { ScheduleWorkshop } from '@testing/schedules';

const FORBIDDEN = { kind: 'forbidden' };

describe('a schedule brings only what its maker may use (spec schedules.md §1, launch.md §6.4)', () => {
  let shop: ScheduleWorkshop;
  let ann: Viewer;
  let template: number;
  let organization: number;

  beforeEach(async () => {
    shop = await ScheduleWorkshop.open();
    ann = await shop.cairn.user('ann');
    const asks = { ask_execution_environment_on_launch: true, ask_labels_on_launch: true };
    template = await shop.jobTemplate('Deploy', { ...asks, ask_instance_groups_on_launch: true });
    ({ id: organization } = await shop.cairn.make('organization', { name: 'Elsewhere' }));
    await give('job_template', template, 'execute_role');
  });
  afterEach(() => shop.close());

  const give = (kind: ResourceType, id: number, role: string) => shop.cairn.giveRole(ann, { kind, id }, role);
  const asAnn = () => shop.cairn.caller(ann);

  it('an execution environment that he may read', async () => {
    const body = { name: 'ee', organization, image: 'quay.io/x/y' };
    const { id } = await shop.cairn.make('execution_environment', body);
    const sent = { execution_environment: id };
    await expect(shop.add(template, sent, asAnn())).rejects.toMatchObject(FORBIDDEN);
    const own = await shop.add(template, {}, asAnn());
    await expect(shop.patch(own.id, sent, asAnn())).rejects.toMatchObject(FORBIDDEN);
    await give('organization', organization, 'read_role');
    expect(await shop.add(template, sent, asAnn())).toMatchObject(sent);
    expect(await shop.patch(own.id, sent, asAnn())).toMatchObject(sent);
  });

  it.each<[string, 'labels' | 'instance_groups', ResourceType, (org: number) => JsonObject, ResourceType, string]>([
    ['labels that he may read', 'labels', 'label', (of) => ({ organization: of }), 'organization', 'read_role'],
    ['instance groups that he may use', 'instance_groups', 'instance_group', () => ({}), 'instance_group', 'use_role'],
  ])('%s', async (_what, path, kind, body, on, role) => {
    const { id } = await shop.cairn.make(kind, { name: 'it', ...body(organization) });
    const { id: schedule } = await shop.add(template, {}, asAnn());
    const attach = () => shop.api.relate({ schedule, path }, { id }, asAnn());
    await expect(attach()).rejects.toMatchObject(FORBIDDEN);
    await give(on, on === 'organization' ? organization : id, role);
    await attach();
    expect(await shop.api.membersOf({ schedule, path }, '', shop.cairn.caller())).toMatchObject({ count: 1 });
  });
});
