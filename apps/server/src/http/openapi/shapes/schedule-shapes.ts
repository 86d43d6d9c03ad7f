import { arrayOf, FLAG, INTEGER, OBJECT, objectOf, ref, TEXT } from '../json-schema.js';
import type { Shape, Shapes } from '../shape.js';

const SCHEDULE = ref('Schedule');

const LIST: Shape = { GET: { page: 'Schedule' }, POST: { takes: ref('ScheduleCreate'), answers: SCHEDULE } };

/** Saved with a schedule: what its jobs are launched with. */
const members = (model: string): Shape => ({
  GET: { page: model },
  POST: {
    takes: { anyOf: [ref('Association'), ref(`${model}Create`)] },
    answers: ref(model),
    or: { status: 204 },
  },
});

/** Schedules, launches that repeat others, and jobs that hosts ask for. */
export const SCHEDULE_SHAPES: Shapes = {
  '/api/v2/schedules/': LIST,
  '/api/v2/schedules/:id/': {
    GET: { answers: SCHEDULE },
    PUT: { takes: ref('ScheduleCreate'), answers: SCHEDULE },
    PATCH: { takes: ref('ScheduleChange'), answers: SCHEDULE },
    DELETE: { status: 204 },
  },
  '/api/v2/schedules/preview/': {
    POST: {
      takes: objectOf({ rrule: TEXT }),
      answers: objectOf({ local: arrayOf(TEXT), utc: arrayOf(TEXT) }),
      status: 200,
    },
  },
  '/api/v2/schedules/zoneinfo/': {
    GET: { answers: objectOf({ zones: arrayOf(TEXT), links: { ...OBJECT, description: 'Other names of zones.' } }) },
  },
  '/api/v2/schedules/:id/jobs/': { GET: { page: 'UnifiedJob' } },
  '/api/v2/schedules/:id/credentials/': members('Credential'),
  '/api/v2/schedules/:id/labels/': members('Label'),
  '/api/v2/schedules/:id/instance_groups/': members('InstanceGroup'),
  ...Object.fromEntries(
    ['job_templates', 'workflow_job_templates', 'projects', 'system_job_templates'].map((path) => [
      `/api/v2/${path}/:id/schedules/`,
      LIST,
    ]),
  ),
  '/api/v2/jobs/:id/create_schedule/': {
    GET: { answers: objectOf({ can_schedule: FLAG, prompts: OBJECT }) },
    POST: { answers: SCHEDULE },
  },
  '/api/v2/schedule_job/': { POST: { takes: objectOf({ job: INTEGER }), answers: SCHEDULE } },
  '/api/v2/jobs/:id/relaunch/': {
    GET: { answers: objectOf({ passwords_needed_to_start: arrayOf(TEXT), retry_counts: {} }) },
    POST: {
      takes: objectOf(
        { hosts: { enum: ['all', 'failed'] }, credential_passwords: OBJECT, job_type: { enum: ['run', 'check'] } },
        [],
      ),
      answers: { allOf: [ref('Job'), objectOf({ job: INTEGER })] },
    },
  },
  '/api/v2/workflow_jobs/:id/relaunch/': {
    GET: { answers: { ...OBJECT, description: 'It asks for nothing.' } },
    POST: { answers: ref('WorkflowJob') },
  },
  '/api/v2/job_templates/:id/callback/': {
    GET: { answers: objectOf({ host_config_key: TEXT, matching_hosts: arrayOf(TEXT) }) },
    POST: {
      takes: objectOf({ host_config_key: TEXT, extra_vars: {} }, ['host_config_key']),
      form: objectOf({ host_config_key: TEXT }),
      status: 201,
    },
  },
  '/api/v2/job_templates/:id/callback_attempts/': { GET: { page: 'CallbackAttempt' } },
  '/api/v2/job_templates/:id/generate_host_config_key/': {
    POST: { answers: objectOf({ host_config_key: TEXT }) },
  },
};
