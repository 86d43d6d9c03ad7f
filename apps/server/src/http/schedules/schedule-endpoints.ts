import { kindOf, type ResourceType } from '@application/resources';
import { SAVED_LIST_PATHS, SAVED_LISTS, type SavedListPath } from '@application/saved-configurations';
import { idIn, type ScheduleApi, type ScheduleList, SCHEDULABLE } from '@application/schedules';
import type { JobApi } from '@application/job-views';
import { rightToSave } from '@domain/access';
import { invalid, type JsonObject, missing } from '@domain/kernel';
import { type Answer, created, noContent, ok } from '../answers/answer.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { type ApiRequest, type Endpoint, endpoint } from '../routing/endpoint.js';

const SCHEDULES = '/api/v2/schedules/';
const SCHEDULE = `${SCHEDULES}:id/`;

export interface ScheduleServices {
  readonly schedules: ScheduleApi;
  readonly jobs: Pick<JobApi, 'lists' | 'schedulePrompts'>;
}

/** Schedules, what they bring, and what their rules mean (spec schedules.md §1). */
export const scheduleEndpoints = (services: ScheduleServices): readonly Endpoint[] => {
  const { schedules } = services;
  return [
    preview(schedules),
    zones(schedules),
    listOfAll(schedules),
    detail(schedules),
    jobsOf(services),
    fromJob(services),
    fromJobInBody(services),
    ...SAVED_LIST_PATHS.map((path) => memberList(schedules, path)),
    ...Object.keys(SCHEDULABLE).map((kind) => listOfTemplate(schedules, kind as Scheduled)),
  ];
};

const listOfAll = (schedules: ScheduleApi): Endpoint =>
  endpoint({
    path: SCHEDULES,
    name: 'Schedules',
    rules: { GET: 'schedule.list', POST: 'schedule.create' },
    methods: {
      GET: async (request) => ok(await schedules.list(request.search, callerOf(request))),
      POST: async (request) => created(await schedules.create(undefined, request.body(), callerOf(request))),
    },
    describe: (request) => schedules.describeList(callerOf(request)),
  });

type Scheduled = 'job_template' | 'workflow_job_template' | 'project' | 'system_job_template';

const listOfTemplate = (schedules: ScheduleApi, kind: Scheduled): Endpoint => {
  const { path, title } = kindOf(kind satisfies ResourceType);
  const target = (request: ApiRequest) => ({ kind, id: request.number('id') });
  return endpoint({
    path: `/api/v2/${path}/:id/schedules/`,
    name: `${title} Schedules`,
    rules: { GET: `${kind}.read`, POST: kind === 'project' ? 'project.update' : `${kind}.execute` },
    methods: {
      GET: async (request) => ok(await schedules.ofTemplate(target(request), request.search, callerOf(request))),
      POST: async (request) => created(await schedules.create(target(request), request.body(), callerOf(request))),
    },
    describe: (request) => schedules.describeList(callerOf(request), request.number('id')),
  });
};

const detail = (schedules: ScheduleApi): Endpoint => {
  const change =
    (mode: 'put' | 'patch') =>
    async (request: ApiRequest): Promise<Answer> =>
      ok(await schedules.change(request.number('id'), request.body(), mode, callerOf(request)));
  return endpoint({
    path: SCHEDULE,
    name: 'Schedule Detail',
    rules: { GET: 'schedule.read', PUT: 'schedule.change', PATCH: 'schedule.change', DELETE: 'schedule.delete' },
    methods: {
      GET: async (request) => ok(await schedules.read(request.number('id'), callerOf(request))),
      PUT: change('put'),
      PATCH: change('patch'),
      DELETE: async (request) => {
        await schedules.remove(request.number('id'), callerOf(request));
        return noContent();
      },
    },
    describe: (request) => schedules.describe(request.number('id'), callerOf(request)),
  });
};

const jobsOf = ({ schedules, jobs }: ScheduleServices): Endpoint =>
  endpoint({
    path: `${SCHEDULE}jobs/`,
    name: 'Schedule Jobs List',
    rules: { GET: 'schedule.read' },
    methods: {
      GET: async (request) => {
        const id = request.number('id');
        await schedules.readable(id, request.viewer);
        return ok(await jobs.lists.ofSchedule(id, request.search, request.viewer));
      },
    },
  });

/** What a job was launched with, and a schedule that repeats it (spec relaunch-and-create-schedule.md §4, §5). */
const fromJob = ({ schedules, jobs }: ScheduleServices): Endpoint =>
  endpoint({
    path: '/api/v2/jobs/:id/create_schedule/',
    name: 'Job Create Schedule',
    rules: { GET: 'job.read', POST: ['job.start', 'schedule.create'] },
    methods: {
      GET: async (request) => ok(await jobs.schedulePrompts(request.number('id'), request.viewer)),
      POST: async (request) => {
        const id = request.number('id');
        await jobs.schedulePrompts(id, request.viewer);
        return created(await schedules.createFromJob(id, callerOf(request)));
      },
    },
  });

/** The same under another name, with the job in the body. */
const fromJobInBody = ({ schedules, jobs }: ScheduleServices): Endpoint =>
  endpoint({
    path: '/api/v2/schedule_job/',
    name: 'Schedule Job',
    rules: { POST: ['job.start', 'schedule.create'] },
    methods: {
      POST: async (request) => {
        const { job } = request.body();
        if (job === undefined || job === null) throw invalid({ job: ['This field is required.'] });
        const id = idIn(job);
        if (id === null) throw missing();
        await jobs.schedulePrompts(id, request.viewer);
        return created(await schedules.createFromJob(id, callerOf(request)));
      },
    },
  });

const memberList = (schedules: ScheduleApi, path: SavedListPath): Endpoint => {
  const list = (request: ApiRequest): ScheduleList => ({ schedule: request.number('id'), path });
  return endpoint({
    path: `${SCHEDULE}${path}/`,
    name: `Schedule ${titleOf(path)} List`,
    rules: { GET: 'schedule.read', POST: ['schedule.change', rightToSave(SAVED_LISTS[path])] },
    methods: {
      GET: async (request) => ok(await schedules.membersOf(list(request), request.search, callerOf(request))),
      POST: async (request) => made(await schedules.relate(list(request), request.body(), callerOf(request))),
    },
    describe: (request) => schedules.describeMembers(list(request), callerOf(request)),
  });
};

const preview = (schedules: ScheduleApi): Endpoint =>
  endpoint({
    path: `${SCHEDULES}preview/`,
    name: 'Schedule Recurrence Rule Preview',
    rules: { POST: 'schedule.list' },
    methods: { POST: (request) => ok(schedules.preview(request.body())) },
  });

const zones = (schedules: ScheduleApi): Endpoint =>
  endpoint({
    path: `${SCHEDULES}zoneinfo/`,
    name: 'Schedule Zone Info',
    rules: { GET: 'schedule.list' },
    methods: { GET: () => ok(schedules.zones()) },
  });

/** 204, or 201 with what was created. */
const made = (child: JsonObject | undefined): Answer => (child ? created(child) : noContent());

const titleOf = (path: string): string =>
  path
    .split('_')
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join(' ');
