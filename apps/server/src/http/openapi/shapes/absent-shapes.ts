import type { Endpoint } from '../../routing/endpoint.js';
import { objectOf, TEXT } from '../json-schema.js';
import type { Shape } from '../shape.js';

/** Lists of things that this service does not make: they are there, and empty. */
const ALWAYS_EMPTY = [
  ...[
    'activity_stream',
    'notifications',
    'notification_templates(_\\w+)?',
    'inventory_sources',
    'scm_inventory_sources',
  ],
  ...['update_inventory_sources', 'smart_inventories', 'ad_hoc_commands', 'ad_hoc_command_events', 'input_sources'],
  ...['credential_input_sources', 'inventory_updates', 'receptor_addresses'],
];

const IS_EMPTY = new RegExp(`/(${ALWAYS_EMPTY.join('|')})/$`);

const EMPTY: Shape = { GET: { page: 'Nothing' } };
const KEY: Shape = { GET: { answers: objectOf({ webhook_key: TEXT }) } };
const FACTS: Shape = { GET: { answers: { type: 'object', description: 'Facts of the host: none are kept.' } } };

/** What can be told of a path by its name alone. */
export const shapeByName = ({ path }: Pick<Endpoint, 'path'>): Shape | undefined => {
  if (IS_EMPTY.test(path)) return EMPTY;
  if (path.endsWith('/webhook_key/')) return KEY;
  return path.endsWith('/ansible_facts/') ? FACTS : undefined;
};
