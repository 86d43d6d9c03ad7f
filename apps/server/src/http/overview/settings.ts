import type { Viewer } from '@domain/access';
import { forbidden, type Json, type JsonObject, missing } from '@domain/kernel';
import { ok } from '../answers/answer.js';
import { endpoint, type Endpoint } from '../routing/endpoint.js';
import { SETTINGS, type SettingsTable } from './settings-table.js';

const PATH = '/api/v2/settings/';

const LABELS: Readonly<Record<string, string>> = { ui: 'UI' };

const labelOf = (slug: string): string => LABELS[slug] ?? `${slug.charAt(0).toUpperCase()}${slug.slice(1)}`;

/** Each category, all of them together, and those that differ from their default: none, since none can be changed. */
const categories: SettingsTable = {
  all: Object.assign({}, ...Object.values(SETTINGS)) as Readonly<Record<string, Json>>,
  changed: {},
  ...SETTINGS,
};

const mayRead = ({ isSuperuser, isSystemAuditor }: Viewer): boolean => isSuperuser || isSystemAuditor;

/** `/api/v2/settings/` and its categories, to be read by those who run the installation. */
export const settingsEndpoints = (): readonly Endpoint[] => [
  endpoint({
    path: PATH,
    name: 'Setting Categories',
    rules: { GET: 'setting.list' },
    methods: { GET: ({ viewer }) => ok(listed(mayRead(viewer) ? Object.keys(categories).sort() : [])) },
  }),
  endpoint({
    path: `${PATH}:category/`,
    name: 'Setting Detail',
    rules: { GET: 'setting.read' },
    methods: { GET: (request) => ok(settingsOf(request.param('category'), request.viewer)) },
  }),
];

const listed = (slugs: readonly string[]): JsonObject => ({
  count: slugs.length,
  next: null,
  previous: null,
  results: slugs.map((slug) => ({ url: `${PATH}${slug}/`, slug, name: labelOf(slug) })),
});

/** @throws DomainError missing | forbidden */
const settingsOf = (slug: string, viewer: Viewer): JsonObject => {
  const settings = Object.hasOwn(categories, slug) ? categories[slug] : undefined;
  if (!settings) throw missing();
  if (!mayRead(viewer)) throw forbidden();
  return { ...settings };
};
