import type { ParkedEventsApi } from '@application/operations';
import { accepted, ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { endpoint, type Endpoint } from '../routing/endpoint.js';

/** Events that kept failing and were put aside, and how to have them handled again. An addition to AWX's API. */
export const parkedEventEndpoints = (parked: ParkedEventsApi): readonly Endpoint[] => [
  endpoint({
    path: '/api/v2/parked_events/',
    name: 'Parked Events',
    rules: { GET: 'parked_event.read' },
    methods: { GET: async ({ search, viewer }) => ok(await parked.list(search, viewer)) },
  }),
  endpoint({
    path: '/api/v2/parked_events/replay/',
    name: 'Parked Events Replay',
    rules: { POST: 'parked_event.replay' },
    methods: { POST: async (request) => accepted({ replayed: await parked.replay(callerOf(request)) }) },
  }),
];
