import { ANYTHING, arrayOf, FLAG, INTEGER, OBJECT, objectOf, orNull, ref, type Schema, TEXT } from '../json-schema.js';
import type { Shapes } from '../shape.js';

const ENTRY: Schema = objectOf({
  ...{ field: TEXT, key: orNull(TEXT), value: ANYTHING, winner: orNull(OBJECT), rule: TEXT },
  ...{ shadowed: arrayOf(OBJECT), rejected: arrayOf(OBJECT), explanation: TEXT },
});

const HOSTS: Schema = objectOf({
  ...{ inventory: INTEGER, limit: TEXT, count: orNull(INTEGER), names: orNull(arrayOf(TEXT)) },
  problems: arrayOf(objectOf({ term: TEXT, code: TEXT, message: TEXT })),
});

/** What would be launched; null stands for what the caller may not see. */
const LAUNCH = {
  ...{ type: TEXT, template: OBJECT, would_start: FLAG, explanation: orNull(TEXT), errors: OBJECT },
  ignored_fields: OBJECT,
  missing: objectOf({ passwords: arrayOf(TEXT), variables: arrayOf(TEXT), resources: arrayOf(TEXT) }),
  slices: INTEGER,
  values: orNull(arrayOf(ENTRY)),
  credentials: orNull(arrayOf(objectOf({ id: INTEGER, name: TEXT, passwords_needed: arrayOf(TEXT) }))),
  hosts: orNull(HOSTS),
};

const NODE = {
  ...{ id: INTEGER, identifier: TEXT, starts: { enum: ['at_once', 'after_parents'] } },
  parents: arrayOf(objectOf({ node: INTEGER, edge: TEXT })),
  ...{ all_parents_must_converge: FLAG, template: orNull(OBJECT), launch: orNull(objectOf(LAUNCH)) },
};

const NODES: Schema = orNull(arrayOf(objectOf(NODE)));

const VERDICT = {
  dry_run: { enum: [true] },
  permission: objectOf({ allowed: FLAG, rule: TEXT, lacking: arrayOf(OBJECT) }),
};

/** Launches that are only tried (docs/preview.md), as named schemas. */
export const PREVIEW_SCHEMAS: Readonly<Record<string, Schema>> = {
  LaunchPreview: {
    ...objectOf({ ...VERDICT, ...LAUNCH, nodes: NODES }, [...Object.keys(VERDICT), ...Object.keys(LAUNCH)]),
    description: 'What a launch would come to. Workflows have nodes.',
  },
  NodePreview: {
    ...objectOf({ ...VERDICT, ...NODE }, ['dry_run', 'id', 'permission', 'launch']),
    description: 'What a node would launch; only its id where the caller may not use what he named.',
  },
  SchedulePreview: objectOf({
    ...VERDICT,
    launch: orNull(objectOf({ ...LAUNCH, nodes: NODES }, Object.keys(LAUNCH))),
  }),
};

/** Previews that are paths of their own. */
export const PREVIEW_SHAPES: Shapes = {
  '/api/v2/workflow_job_template_nodes/:id/launch_preview/': {
    POST: { takes: ref('WorkflowLaunch'), answers: ref('NodePreview'), status: 200 },
  },
  '/api/v2/schedules/:id/launch_preview/': { POST: { answers: ref('SchedulePreview'), status: 200 } },
};
