import { DESCRIPTIONS, type JobApi } from '@application/job-views';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { Answer } from '../answers/answer.js';
import { ok } from '../answers/answer.js';
import { type Endpoint, endpoint } from '../routing/endpoint.js';

const EVENT = '/api/v2/job_events/:id/';

/** How many events AWX's own interface keeps; its clients read it from here. */
const withMostEvents = (json: JsonObject): Answer => ({ json, headers: { 'x-ui-max-events': '4000' } });

type EventLister = (id: number, search: string, viewer: Viewer) => Promise<JsonObject>;

/** Output events (spec jobs.md §6). There is no list of all. */
export const eventEndpoints = ({ events }: JobApi): readonly Endpoint[] => [
  listOf('/api/v2/jobs/:id/job_events/', 'Job Job Events List', events.ofJob.bind(events)),
  listOf('/api/v2/hosts/:id/job_events/', 'Host Job Events List', events.ofHost.bind(events)),
  listOf(`${EVENT}children/`, 'Job Event Children List', events.children.bind(events)),
  eventsBelow('/api/v2/project_updates', 'Project Update', {
    list: events.ofUpdate.bind(events),
    of: 'project_update_event',
  }),
  eventsBelow('/api/v2/system_jobs', 'System Job', { list: events.ofSystemJob.bind(events), of: 'system_job_event' }),
  detail(events),
  childrenSummary(events),
];

const listOf = (path: string, name: string, list: EventLister): Endpoint =>
  endpoint({
    path,
    name,
    methods: {
      GET: async (request) => withMostEvents(await list(request.number('id'), request.search, request.viewer)),
    },
    describe: () => DESCRIPTIONS.job_event,
  });

interface EventsBelow {
  readonly list: EventLister;
  readonly of: 'project_update_event' | 'system_job_event';
}

const eventsBelow = (path: string, title: string, { list, of }: EventsBelow): Endpoint =>
  endpoint({
    path: `${path}/:id/events/`,
    name: `${title} Events List`,
    methods: {
      GET: async (request) => withMostEvents(await list(request.number('id'), request.search, request.viewer)),
    },
    describe: () => DESCRIPTIONS[of],
  });

const detail = (events: JobApi['events']): Endpoint =>
  endpoint({
    path: EVENT,
    name: 'Job Event Detail',
    methods: { GET: async (request) => ok(await events.read(request.number('id'), request.viewer)) },
    describe: () => DESCRIPTIONS.job_event,
  });

const childrenSummary = (events: JobApi['events']): Endpoint =>
  endpoint({
    path: '/api/v2/jobs/:id/job_events/children_summary/',
    name: 'Job Job Events Children Summary',
    methods: { GET: async (request) => ok(await events.childrenSummary(request.number('id'), request.viewer)) },
  });
