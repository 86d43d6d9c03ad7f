import { Installation } from '@testing/installation';
import { deletions } from './deletion.process.js';

describe('deletions that a crash cut short', () => {
  it('are finished: references cleared, belongings taken along, the name given back', async () => {
    const cairn = await Installation.open();
    const { id: organization } = await cairn.make('organization', { name: 'Shop' });
    const { id: inventory } = await cairn.make('inventory', { name: 'I', organization });
    const { id: workflow } = await cairn.make('workflow_job_template', { name: 'W', organization });
    const context = {
      commandId: 'c',
      correlation: 'c',
      causation: 'c',
      actor: { kind: 'system', id: null, name: '' },
    } as const;
    const { events } = await cairn.resources.aggregates.handle(
      'organization',
      organization,
      { type: 'DeleteResource' },
      context,
    );

    const process = deletions(cairn.ports);
    for (const event of [...events, ...events]) if (process.reactsTo.includes(event.type)) await process.handle(event);

    await expect(cairn.make('organization', { name: 'Shop' })).resolves.toHaveProperty('id');
    expect((await cairn.resources.aggregates.load('inventory', inventory)).status).toBe('deleted');
    expect(await cairn.resources.lookup.find('workflow_job_template', workflow)).toMatchObject({ organization: null });
    await cairn.close();
  });
});
