import { arrayOf, FLAG, INTEGER, OBJECT, objectOf, TEXT } from '../json-schema.js';
import type { Shape, Shapes } from '../shape.js';

const list = (page: string): Shape => ({ GET: { page } });

const HEALTH = objectOf({
  ...{ status: { ...TEXT, enum: ['ok', 'draining', 'failing'] }, node: TEXT, roles: arrayOf(TEXT), version: TEXT },
  log: objectOf({ reachable: FLAG }),
  read_store: objectOf({
    reachable: FLAG,
    lag: { type: ['number', 'null'], description: 'Seconds that the oldest event not shown yet has waited.' },
  }),
  parked: { type: ['integer', 'null'], description: 'Events put aside because they kept failing.' },
});

/** Events that kept failing, and were put aside. */
const PARKED = objectOf({
  ...{ count: INTEGER, next: { type: ['string', 'null'] }, previous: { type: ['string', 'null'] } },
  results: arrayOf(
    objectOf({
      ...{ type: TEXT, handler: TEXT, stream: TEXT, revision: INTEGER, event_type: TEXT, error: TEXT },
      recorded: { type: ['string', 'null'], description: 'When the event was recorded.' },
    }),
  ),
});

/** What the installation tells of itself. */
export const INSTALLATION_SHAPES: Shapes = {
  '/api/': {
    GET: { answers: objectOf({ description: TEXT, current_version: TEXT, available_versions: OBJECT, oauth2: TEXT }) },
  },
  '/api/v2/': {
    GET: { answers: { type: 'object', additionalProperties: TEXT, description: 'Paths by their names.' } },
  },
  '/health/': {
    GET: { answers: HEALTH, refuses: { 503: { answers: HEALTH } } },
  },
  '/api/v2/openapi.json': { GET: { answers: { ...OBJECT, description: 'This document.' } } },
  '/api/docs/': { GET: { media: ['text/html'], status: 200 } },
  '/api/docs/:asset': { GET: { media: ['text/css', 'text/javascript'], status: 200 } },
  '/api/v2/ping/': {
    GET: {
      answers: objectOf({
        ...{ ha: FLAG, version: TEXT, active_node: TEXT, install_uuid: TEXT },
        ...{ instances: arrayOf(OBJECT), instance_groups: arrayOf(OBJECT) },
      }),
    },
  },
  '/api/v2/config/': { GET: { answers: objectOf({ time_zone: TEXT, version: TEXT, license_info: OBJECT }) } },
  '/api/v2/settings/': {
    GET: { answers: objectOf({ count: INTEGER, results: arrayOf(objectOf({ url: TEXT, slug: TEXT, name: TEXT })) }) },
  },
  '/api/v2/settings/:category/': { GET: { answers: { ...OBJECT, description: 'Settings by their names.' } } },
  '/api/v2/dashboard/': { GET: { answers: objectOf({ hosts: OBJECT, projects: OBJECT, inventories: OBJECT }) } },
  '/api/v2/dashboard/graphs/jobs/': {
    GET: {
      answers: objectOf({ jobs: { type: 'object', additionalProperties: arrayOf(arrayOf(INTEGER)) } }),
      query: {
        period: '`month`, `two_weeks`, `week` or `day`',
        job_type: '`all`, `inv_sync`, `playbook_run` or `scm_update`',
      },
    },
  },
  '/api/v2/parked_events/': {
    GET: { answers: PARKED, query: { page: 'Which page.', page_size: 'How many on a page.' } },
  },
  '/api/v2/parked_events/replay/': { POST: { answers: objectOf({ replayed: INTEGER }), status: 202 } },
  '/api/v2/instances/': list('Instance'),
  '/api/v2/instances/:id/': { GET: { answers: { $ref: '#/components/schemas/Instance' } } },
  '/api/v2/instances/:id/jobs/': list('UnifiedJob'),
  '/api/v2/instances/:id/instance_groups/': list('InstanceGroup'),
  '/api/v2/instance_groups/:id/instances/': list('Instance'),
};
