import { arrayOf, FLAG, INTEGER, OBJECT, objectOf, orNull, ref, TEXT } from '../json-schema.js';
import type { Operation, Shape, Shapes } from '../shape.js';

const list = (page: string): Shape => ({ GET: { page } });

const EVENTS: Operation = { page: 'JobEvent', query: { no_truncate: 'Any value: output is not cut' } };

const STDOUT: Shape = {
  GET: {
    answers: objectOf({ range: OBJECT, content: TEXT }, ['content']),
    media: ['text/plain', 'text/html'],
    query: {
      format: '`txt`, `ansi`, `json`, `html`, `api`, `txt_download` or `ansi_download`',
      start_line: 'First line',
      end_line: 'The line after the last',
      content_encoding: '`base64` of the JSON form',
      dark: '`1` for light text on a dark ground',
    },
  },
};

/** What each kind of job has. */
const ofKind = (path: string, model: string): Shapes => ({
  [`/api/v2/${path}/`]: list(model),
  [`/api/v2/${path}/:id/`]: { GET: { answers: ref(model) } },
  [`/api/v2/${path}/:id/cancel/`]: { GET: { answers: objectOf({ can_cancel: FLAG }) }, POST: { status: 202 } },
});

const NODES = '/api/v2/workflow_job_nodes/';

/** What jobs, their nodes, events, statistics and output answer. */
export const JOB_SHAPES: Shapes = {
  '/api/v2/unified_jobs/': list('UnifiedJob'),
  ...ofKind('jobs', 'Job'),
  ...ofKind('workflow_jobs', 'WorkflowJob'),
  ...ofKind('project_updates', 'ProjectUpdate'),
  ...ofKind('system_jobs', 'SystemJob'),
  '/api/v2/system_jobs/:id/events/': list('SystemJobEvent'),
  '/api/v2/system_job_templates/:id/jobs/': list('SystemJob'),
  '/api/v2/jobs/:id/credentials/': list('Credential'),
  '/api/v2/jobs/:id/labels/': list('Label'),
  '/api/v2/workflow_jobs/:id/labels/': list('Label'),
  '/api/v2/jobs/:id/stdout/': STDOUT,
  '/api/v2/project_updates/:id/stdout/': STDOUT,
  '/api/v2/jobs/:id/job_events/': { GET: EVENTS },
  '/api/v2/hosts/:id/job_events/': { GET: EVENTS },
  '/api/v2/groups/:id/job_events/': { GET: EVENTS },
  '/api/v2/job_events/:id/': { GET: { answers: ref('JobEvent') } },
  '/api/v2/job_events/:id/children/': { GET: EVENTS },
  '/api/v2/jobs/:id/job_events/children_summary/': {
    GET: {
      answers: objectOf({
        children_summary: OBJECT,
        meta_event_nested_uuid: OBJECT,
        event_processing_finished: FLAG,
        is_tree: FLAG,
      }),
    },
  },
  '/api/v2/project_updates/:id/events/': list('ProjectUpdateEvent'),
  '/api/v2/jobs/:id/job_host_summaries/': list('JobHostSummary'),
  '/api/v2/hosts/:id/job_host_summaries/': list('JobHostSummary'),
  '/api/v2/groups/:id/job_host_summaries/': list('JobHostSummary'),
  '/api/v2/job_host_summaries/:id/': { GET: { answers: ref('JobHostSummary') } },
  '/api/v2/job_templates/:id/jobs/': list('Job'),
  '/api/v2/job_templates/:id/slice_workflow_jobs/': list('WorkflowJob'),
  '/api/v2/workflow_job_templates/:id/workflow_jobs/': list('WorkflowJob'),
  '/api/v2/projects/:id/project_updates/': list('ProjectUpdate'),
  '/api/v2/instance_groups/:id/jobs/': list('UnifiedJob'),
  [NODES]: list('WorkflowJobNode'),
  [`${NODES}:id/`]: { GET: { answers: ref('WorkflowJobNode') } },
  '/api/v2/workflow_jobs/:id/workflow_nodes/': list('WorkflowJobNode'),
  ...Object.fromEntries(
    ['success', 'failure', 'always'].map((kind) => [`${NODES}:id/${kind}_nodes/`, list('WorkflowJobNode')]),
  ),
  [`${NODES}:id/credentials/`]: list('Credential'),
  [`${NODES}:id/labels/`]: list('Label'),
  [`${NODES}:id/instance_groups/`]: list('InstanceGroup'),
  ...Object.fromEntries(
    ['jobs', 'workflow_jobs', 'project_updates', 'system_jobs'].map((path) => [
      `/api/v2/${path}/:id/provenance/`,
      {
        GET: {
          answers: { ...OBJECT, description: 'Where each value of the launch came from, and which values lost.' },
        },
      },
    ]),
  ),
  '/api/v2/event_history/': {
    GET: {
      answers: objectOf({ next: orNull(TEXT), results: arrayOf(OBJECT) }),
      media: ['application/x-ndjson'],
      query: {
        stream: 'Events of one stream, `wfjob-1`',
        type: 'Events of these types, with commas between them',
        after: 'Events after this position',
        page_size: 'At most so many',
        format: '`ndjson`: all events, one a line',
      },
    },
  },
  '/api/v2/projects/:id/update/': {
    GET: { answers: objectOf({ can_update: FLAG }) },
    POST: { answers: objectOf({ project_update: INTEGER }), status: 202 },
  },
};
