import { type Candidate, dispatcher, dispatcherCatalog, DISPATCHER_STREAM } from '@domain/dispatcher';
import { ids, idsCatalog } from '@domain/ids';
import { nameCatalog, nameClaim } from '@domain/resource';
import type { Story } from '../narrator.js';

const candidate = (id: number): Candidate => ({
  ...{ job: id, kind: 'job', template: id, allowSimultaneous: false, project: 6, inventory: 3, impact: 6 },
  ...{ createdAt: '2026-11-25T11:00:00.000000Z', dependencies: [] },
});

const passes = [402, 403, 404].flatMap((id) => [
  {
    ...({ type: 'AdmitJobs', pending: [candidate(id)], capacity: 100, limit: 10 } as const),
    attempt: (job: number) => `a${job}`,
  },
  { type: 'ReleaseSlots', jobs: [id - 1] } as const,
]);

const telling = { stream: DISPATCHER_STREAM, decider: dispatcher, catalog: dispatcherCatalog };

const slots: Story = {
  ...{ stream: DISPATCHER_STREAM, aggregate: 'dispatcher' },
  tell: async (narrator) => {
    await narrator.tell(telling, passes);
    const held = [{ ...candidate(404), attempt: 'a404' }].map(({ createdAt: _c, dependencies: _d, ...slot }) => slot);
    await narrator.say(telling, { type: 'SlotsCarriedOver', data: { slots: held } });
    await narrator.tell(telling, [{ type: 'ReleaseSlots', jobs: [404] }]);
  },
};

const numbers: Story = {
  ...{ stream: 'ids', aggregate: 'ids' },
  tell: (narrator) =>
    narrator.tell({ stream: 'ids', decider: ids, catalog: idsCatalog }, [
      { type: 'ReserveIds', space: 'unified_job', count: 20 },
      { type: 'ReserveIds', space: 'host', count: 1 },
      { type: 'ReserveIds', space: 'unified_job', count: 20 },
    ]),
};

const claim = { owner: 'jt-8', token: 't1', kind: 'job_template', name: 'Deploy app' };

const name: Story = {
  ...{ stream: 'name-1', aggregate: 'name' },
  tell: (narrator) =>
    narrator.tell({ stream: 'name-1', decider: nameClaim, catalog: nameCatalog }, [
      { type: 'ClaimName', data: { ...claim, takeFrom: null } },
      { type: 'ReleaseName', data: { owner: 'jt-8', token: 't1' } },
      { type: 'ClaimName', data: { ...claim, owner: 'jt-9', token: 't2', takeFrom: null } },
      { type: 'ClaimName', data: { ...claim, owner: 'jt-10', token: 't3', takeFrom: 't2' } },
    ]),
};

export const BOOKKEEPING = [slots, numbers, name];
