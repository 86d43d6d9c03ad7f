import { DESCRIPTIONS, type JobApi } from '@application/job-views';
import { kindOf } from '@application/resources';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { Answer } from '../answers/answer.js';
import { ok } from '../answers/answer.js';
import { type Endpoint, endpoint } from '../routing/endpoint.js';

const EVENT = '/api/v2/job_events/:id/';

/** How many events AWX's own interface keeps. */
export const MOST_EVENTS_SHOWN = 4000;

/** Its clients read it from here. */
const withMostEvents = (json: JsonObject): Answer => ({
  json,
  headers: { 'x-ui-max-events': String(MOST_EVENTS_SHOWN) },
});

type EventLister = (id: number, search: string, viewer: Viewer) => Promise<JsonObject>;

/** Output events (spec jobs.md §6). There is no list of all. */
export const eventEndpoints = ({ events }: JobApi): readonly Endpoint[] => [
  listOf({ of: 'job', path: '/api/v2/jobs/:id/job_events/', name: 'Job Job Events List' }, events.ofJob.bind(events)),
  ...(['host', 'group'] as const).map((of) =>
    listOf(
      { of, path: `/api/v2/${kindOf(of).path}/:id/job_events/`, name: `${kindOf(of).title} Job Events List` },
      (id, search, viewer) => events.ofHosts({ kind: of, id }, search, viewer),
    ),
  ),
  listOf({ of: 'job', path: `${EVENT}children/`, name: 'Job Event Children List' }, events.children.bind(events)),
  eventsBelow('project_update', 'Project Update', events.ofUpdate.bind(events)),
  eventsBelow('system_job', 'System Job', events.ofSystemJob.bind(events)),
  detail(events),
  childrenSummary(events),
];

/** A list of events below a job or a host. */
interface EventList {
  readonly of: 'job' | 'host' | 'group';
  readonly path: string;
  readonly name: string;
}

const listOf = ({ of, path, name }: EventList, list: EventLister): Endpoint =>
  endpoint({
    path,
    name,
    rules: { GET: `${of}.read` },
    methods: {
      GET: async (request) => withMostEvents(await list(request.number('id'), request.search, request.viewer)),
    },
    describe: () => DESCRIPTIONS.job_event,
  });

const eventsBelow = (of: 'project_update' | 'system_job', title: string, list: EventLister): Endpoint =>
  endpoint({
    path: `/api/v2/${of}s/:id/events/`,
    name: `${title} Events List`,
    rules: { GET: `${of}.read` },
    methods: {
      GET: async (request) => withMostEvents(await list(request.number('id'), request.search, request.viewer)),
    },
    describe: () => DESCRIPTIONS[`${of}_event`],
  });

const detail = (events: JobApi['events']): Endpoint =>
  endpoint({
    path: EVENT,
    name: 'Job Event Detail',
    rules: { GET: 'job.read' },
    methods: { GET: async (request) => ok(await events.read(request.number('id'), request.viewer)) },
    describe: () => DESCRIPTIONS.job_event,
  });

const childrenSummary = (events: JobApi['events']): Endpoint =>
  endpoint({
    path: '/api/v2/jobs/:id/job_events/children_summary/',
    name: 'Job Job Events Children Summary',
    rules: { GET: 'job.read' },
    methods: { GET: async (request) => ok(await events.childrenSummary(request.number('id'), request.viewer)) },
  });
