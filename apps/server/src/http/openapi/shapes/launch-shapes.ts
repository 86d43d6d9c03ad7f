import { ANYTHING, arrayOf, FLAG, INTEGER, OBJECT, objectOf, ref, type Schema, TEXT } from '../json-schema.js';
import type { Shape, Shapes } from '../shape.js';

/** What may be sent for a launch, if the template asks for it. */
const PROMPTS = {
  ...{
    extra_vars: { ...ANYTHING, description: 'Variables, as an object or as JSON or YAML text.' },
    inventory: INTEGER,
  },
  ...{ limit: TEXT, scm_branch: TEXT, job_tags: TEXT, skip_tags: TEXT, labels: arrayOf(INTEGER) },
};
const JOB_PROMPTS = {
  ...PROMPTS,
  ...{ credentials: arrayOf(INTEGER), job_type: { enum: ['run', 'check'] }, verbosity: INTEGER, diff_mode: FLAG },
  ...{ execution_environment: INTEGER, instance_groups: arrayOf(INTEGER), forks: INTEGER, job_slice_count: INTEGER },
  ...{ timeout: INTEGER, credential_passwords: OBJECT },
};

/** Bodies of launches, as named schemas. */
export const LAUNCH_SCHEMAS: Readonly<Record<string, Schema>> = {
  JobLaunch: objectOf(JOB_PROMPTS, []),
  WorkflowLaunch: objectOf(PROMPTS, []),
};

const launch = (model: string, key: string, body: string): Shape => ({
  GET: { answers: objectOf({ can_start_without_user_input: FLAG, defaults: OBJECT, survey_enabled: FLAG }) },
  POST: {
    takes: ref(body),
    answers: { allOf: [ref(model), objectOf({ [key]: INTEGER, ignored_fields: OBJECT })] },
    query: { dry_run: '`true`: nothing is launched, and 200 tells what would be' },
    or: { status: 200, answers: ref('LaunchPreview') },
  },
});

const SURVEY: Shape = {
  GET: { answers: objectOf({ name: TEXT, description: TEXT, spec: arrayOf(OBJECT) }, []) },
  POST: { takes: objectOf({ name: TEXT, description: TEXT, spec: arrayOf(OBJECT) }), status: 200 },
  DELETE: { status: 200 },
};

/** Launches and the surveys they ask. */
export const LAUNCH_SHAPES: Shapes = {
  '/api/v2/job_templates/:id/launch/': launch('Job', 'job', 'JobLaunch'),
  '/api/v2/workflow_job_templates/:id/launch/': launch('WorkflowJob', 'workflow_job', 'WorkflowLaunch'),
  '/api/v2/system_job_templates/:id/launch/': {
    GET: { answers: { ...OBJECT, description: 'It asks for nothing.' } },
    POST: { takes: objectOf({ extra_vars: ANYTHING }, []), answers: objectOf({ system_job: INTEGER }) },
  },
  '/api/v2/job_templates/:id/survey_spec/': SURVEY,
  '/api/v2/workflow_job_templates/:id/survey_spec/': SURVEY,
};

const NODE = ref('WorkflowJobTemplateNode');
const NODES = '/api/v2/workflow_job_template_nodes/';

const members = (model: string): Shape => ({
  GET: { page: model },
  POST: { takes: ref('Association'), status: 204 },
});

/** Nodes of workflow job templates. */
export const NODE_SHAPES: Shapes = {
  [NODES]: {
    GET: { page: 'WorkflowJobTemplateNode' },
    POST: { takes: ref('WorkflowJobTemplateNodeCreate'), answers: NODE },
  },
  [`${NODES}:id/`]: {
    GET: { answers: NODE },
    PUT: { takes: ref('WorkflowJobTemplateNodeCreate'), answers: NODE },
    PATCH: { takes: ref('WorkflowJobTemplateNodeChange'), answers: NODE },
    DELETE: { status: 204 },
  },
  '/api/v2/workflow_job_templates/:id/workflow_nodes/': {
    GET: { page: 'WorkflowJobTemplateNode' },
    POST: { takes: ref('WorkflowJobTemplateNodeChange'), answers: NODE },
  },
  ...Object.fromEntries(
    ['success', 'failure', 'always'].map((kind): [string, Shape] => [
      `${NODES}:id/${kind}_nodes/`,
      {
        GET: { page: 'WorkflowJobTemplateNode' },
        POST: {
          takes: { anyOf: [ref('Association'), ref('WorkflowJobTemplateNodeChange')] },
          answers: NODE,
          or: { status: 204 },
        },
      },
    ]),
  ),
  [`${NODES}:id/credentials/`]: members('Credential'),
  [`${NODES}:id/labels/`]: members('Label'),
  [`${NODES}:id/instance_groups/`]: members('InstanceGroup'),
};
