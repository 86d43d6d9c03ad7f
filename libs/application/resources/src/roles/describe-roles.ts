import type { JsonObject } from '@domain/kernel';
import { commonEntries } from '../reading/describe/actions.js';

const { created: _created, modified: _modified, ...common } = commonEntries({ type: 'role', title: 'Role' });

const text = (label: string, help: string): JsonObject => ({
  type: 'field',
  label,
  help_text: help,
  filterable: false,
});

/** What OPTIONS says of lists of roles. */
export const ROLE_DESCRIPTION: JsonObject = {
  actions: {
    GET: {
      ...common,
      name: text('Name', 'Name of this role.'),
      description: text('Description', 'What the role allows.'),
    },
  },
  types: ['role'],
  search_fields: ['content_type__model', 'role_field'],
  related_search_fields: ['members__search', 'teams__search', 'users__search'],
  max_page_size: 200,
};
