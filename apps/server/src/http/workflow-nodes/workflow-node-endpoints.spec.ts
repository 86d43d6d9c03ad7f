import type { JsonObject } from '@domain/kernel';
import { Workshop } from '@testing/workflow-nodes';
import type { Answer } from '../answers/answer.js';
import type { Buses } from '../routing/buses.js';
import { dispatch } from '../routing/dispatch.js';
import type { ApiRequest } from '../routing/endpoint.js';
import { workflowNodeEndpoints } from './workflow-node-endpoints.js';

const NODES = '/api/v2/workflow_job_template_nodes/';

describe('paths of workflow nodes', () => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = await Workshop.open();
  });
  afterEach(() => shop.close());

  /** A request by the admin, as far as these endpoints look at one. */
  const send = (method: string, path: string, body: JsonObject = {}): Promise<Answer> => {
    const pattern = path.replace(/\/\d+\//, '/:id/');
    const target = workflowNodeEndpoints(shop.nodes).find((candidate) => candidate.path === pattern);
    if (!target) throw new Error(`no endpoint at ${path}`);
    const number = () => Number(/\/(\d+)\//.exec(path)?.[1]);
    const { viewer, request: id } = shop.cairn.caller();
    const request: ApiRequest = {
      ...{ id, viewer, method, path, search: '', isSecure: false, remote: '', headers: {}, number },
      ...{ param: () => '', body: () => body, query: () => new URLSearchParams() },
    };
    return dispatch(target, request, {} as Buses);
  };
  const made = async (body: JsonObject = {}): Promise<number> => {
    const { json } = await send('POST', `/api/v2/workflow_job_templates/${shop.workflow}/workflow_nodes/`, body);
    return Number((json as JsonObject)['id']);
  };

  it('a node is created in its workflow or among all, read, changed and deleted', async () => {
    const id = await made({ identifier: 'a' });
    const created = await send('POST', NODES, { workflow_job_template: shop.workflow, identifier: 'b' });
    expect(created).toMatchObject({ status: 201, json: { identifier: 'b' } });
    expect(created.headers).toEqual({ location: (created.json as JsonObject)['url'] });
    expect(await send('GET', NODES)).toMatchObject({ json: { count: 2 } });
    expect(await send('PATCH', `${NODES}${id}/`, { identifier: 'c' })).toMatchObject({ json: { identifier: 'c' } });
    expect(await send('PUT', `${NODES}${id}/`, { identifier: 'd' })).toMatchObject({ json: { identifier: 'd' } });
    expect(await send('GET', `${NODES}${id}/`)).toMatchObject({ json: { id, identifier: 'd' } });
    expect(await send('DELETE', `${NODES}${id}/`)).toEqual({ status: 204 });
    await expect(send('GET', `${NODES}${id}/`)).rejects.toMatchObject({ kind: 'missing' });
  });

  it('each kind of edge has a list, which links and creates', async () => {
    const parent = await made();
    for (const kind of ['success', 'failure', 'always']) {
      const url = `${NODES}${parent}/${kind}_nodes/`;
      expect(await send('POST', url, { id: await made() })).toEqual({ status: 204 });
      expect(await send('POST', url, { identifier: kind })).toMatchObject({ status: 201, json: { identifier: kind } });
      expect(await send('GET', url)).toMatchObject({ json: { count: 2 } });
    }
  });

  it('labels and instance groups are attached and created as far as AWX creates them', async () => {
    const url = `${NODES}${await made()}/`;
    const label = { name: 'night', organization: shop.organization };
    expect(await send('POST', `${url}labels/`, label)).toMatchObject({ status: 201, json: { type: 'label' } });
    const { id } = await shop.cairn.make('instance_group', { name: 'edge' });
    expect(await send('POST', `${url}instance_groups/`, { id })).toEqual({ status: 204 });
    for (const [list, count] of [['labels', 1] as const, ['instance_groups', 1] as const, ['credentials', 0] as const])
      expect(await send('GET', `${url}${list}/`)).toMatchObject({ json: { count } });
  });

  it('OPTIONS tells what can be written', async () => {
    const url = `${NODES}${await made()}/`;
    const actions = async (path: string) =>
      Object.entries(((await send('OPTIONS', path)).json as JsonObject)['actions'] as JsonObject).map(
        ([method, fields]) => [method, Object.keys(fields as JsonObject).includes('id')],
      );
    expect(await actions(NODES)).toEqual([
      ['GET', true],
      ['POST', false],
    ]);
    expect(await actions(url)).toEqual([
      ['GET', true],
      ['PUT', false],
    ]);
    expect(await actions(`${url}always_nodes/`)).toEqual([
      ['GET', true],
      ['POST', false],
    ]);
    expect(await actions(`${url}credentials/`)).toEqual([
      ['GET', true],
      ['POST', true],
    ]);
  });
});
