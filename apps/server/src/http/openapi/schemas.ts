import { JOB_MODEL_NAMES, SHOWN_FIELDS } from '@application/job-views';
import { kindOf, RESOURCES, type ResourceDeclaration, TEMPLATE_TYPES, writableFields } from '@application/resources';
import { SHOWN_SCHEDULE_FIELDS, WRITTEN_SCHEDULE_FIELDS } from '@application/schedules';
import { NODE_FIELDS } from '@application/workflow-templates';
import { commonProperties, type DeclaredField, shownSchema, writtenSchema } from './field-schema.js';
import { arrayOf, FLAG, INTEGER, objectOf, orNull, ref, type Schema, TEXT } from './json-schema.js';
import { LAUNCH_SCHEMAS } from './shapes/launch-shapes.js';
import { PREVIEW_SCHEMAS } from './shapes/preview-shapes.js';

type Schemas = Readonly<Record<string, Schema>>;

const properties = (fields: readonly DeclaredField[], of: (field: DeclaredField) => Schema): Schemas =>
  Object.fromEntries(fields.map((field) => [field.name, of(field)]));

/** Object, body of a create, and body of a change, of one kind. */
const ofKind = (kind: ResourceDeclaration): Schemas => {
  const shown = kind.fields.filter(({ writing }) => writing !== 'only');
  const always = shown.filter(({ detailOnly }) => !detailOnly);
  const written = writableFields(kind);
  const body = properties(written, writtenSchema);
  const required = written.filter((field) => field.required).map(({ name }) => name);
  return {
    [kind.model]: objectOf({ ...commonProperties([kind.type]), ...properties(shown, shownSchema) }, [
      ...Object.keys(commonProperties([])),
      ...always.map(({ name }) => name),
    ]),
    [`${kind.model}Create`]: objectOf(body, required),
    [`${kind.model}Change`]: objectOf(body, []),
  };
};

const ofJobs = (): Schemas =>
  Object.fromEntries(
    Object.entries(SHOWN_FIELDS).map(([name, { types, fields }]) => [
      name,
      objectOf({ ...commonProperties(types), ...properties(fields, shownSchema) }, [
        ...Object.keys(commonProperties([])),
        ...fields.filter(({ shown }) => shown === 'list').map((field) => field.name),
      ]),
    ]),
  );

const nodes = (): Schemas => {
  const children = { success_nodes: arrayOf(INTEGER), failure_nodes: arrayOf(INTEGER), always_nodes: arrayOf(INTEGER) };
  const body = properties(NODE_FIELDS, writtenSchema);
  return {
    WorkflowJobTemplateNode: objectOf({
      ...commonProperties(['workflow_job_template_node']),
      ...properties(NODE_FIELDS, (field) =>
        shownSchema({ ...field, nullable: field.nullable || field.default === null }),
      ),
      ...children,
    }),
    WorkflowJobTemplateNodeCreate: objectOf(body, ['workflow_job_template']),
    WorkflowJobTemplateNodeChange: objectOf(body, []),
  };
};

const schedules = (): Schemas => {
  const { first, others } = SHOWN_SCHEDULE_FIELDS;
  const shown = (field: DeclaredField): Schema =>
    shownSchema({ ...field, nullable: field.nullable || field.default === null });
  const body = properties(WRITTEN_SCHEDULE_FIELDS, writtenSchema);
  return {
    Schedule: objectOf({ ...commonProperties(['schedule']), ...properties([...first, ...others], shown) }),
    ScheduleCreate: objectOf(body, ['name', 'rrule']),
    ScheduleChange: objectOf(body, []),
  };
};

const { created: _created, modified: _modified, ...undated } = commonProperties(['role']);

const FIXED: Schemas = {
  Role: objectOf({ ...undated, name: TEXT, description: TEXT }),
  OAuth2AccessToken: objectOf({
    ...commonProperties(['o_auth2_access_token']),
    ...{ description: TEXT, user: INTEGER, token: TEXT, scope: TEXT, expires: { ...TEXT, format: 'date-time' } },
    ...{ refresh_token: orNull(TEXT), application: orNull(INTEGER) },
  }),
  OAuth2AccessTokenChange: objectOf({ description: TEXT, scope: TEXT, application: orNull(INTEGER) }, []),
  CallbackAttempt: {
    ...objectOf({ id: INTEGER, matching_hosts: arrayOf(TEXT) }),
    description: 'Who asked for a job, when, and what became of it.',
  },
  Nothing: { not: {}, description: 'There is none, and none can be made.' },
  Refusal: {
    ...objectOf({ detail: TEXT }),
    description: 'A refusal as a whole. Some actions say it under another key: `error`, `msg`.',
  },
  FieldErrors: {
    type: 'object',
    description: 'Messages by field; those about the object as a whole stand under `__all__`.',
    additionalProperties: { anyOf: [arrayOf(TEXT), TEXT, { type: 'object' }] },
  },
  Association: {
    ...objectOf({ id: INTEGER, disassociate: { ...FLAG, description: 'Its presence decides, its value does not.' } }, [
      'id',
    ]),
    description: 'Attaches an object that exists, or detaches it.',
  },
  UnifiedJob: { anyOf: JOB_MODEL_NAMES.map(ref) },
  Instance: objectOf({
    ...commonProperties(['instance']),
    ...{ hostname: TEXT, uuid: TEXT, version: TEXT, node_type: TEXT, node_state: TEXT, enabled: FLAG, errors: TEXT },
    ...{ capacity: INTEGER, consumed_capacity: INTEGER, percent_capacity_remaining: { type: 'number' } },
    ...{ jobs_running: INTEGER, jobs_total: INTEGER, cpu: TEXT, memory: INTEGER, capacity_adjustment: TEXT },
  }),
  UnifiedJobTemplate: {
    anyOf: TEMPLATE_TYPES.map((type) => ref(kindOf(type).model)),
  },
};

/** All named schemas of the document. */
export const schemas = (): Schemas =>
  Object.assign(
    {},
    ...RESOURCES.map(ofKind),
    ofJobs(),
    nodes(),
    schedules(),
    LAUNCH_SCHEMAS,
    PREVIEW_SCHEMAS,
    FIXED,
  ) as Schemas;
