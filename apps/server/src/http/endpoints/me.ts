import { ok } from '../answers/answer.js';
import { ReadResource } from '../resources/queries.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { endpoint, type Endpoint } from '../routing/endpoint.js';

/** `/api/v2/me/`: the caller, as a list of one. */
export const me = (): Endpoint =>
  endpoint({
    path: '/api/v2/me/',
    name: 'Me',
    rules: { GET: 'signed_in' },
    methods: {
      GET: async (request, { queries }) => {
        const target = { kind: 'user', id: request.viewer.id } as const;
        const user = await queries.execute(new ReadResource(target, callerOf(request)));
        return ok({ count: 1, next: null, previous: null, results: [user] });
      },
    },
  });
