import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { API_VERSION } from '../../product.js';
import { ok } from '../answers/answer.js';
import { endpoint, type Endpoint } from '../routing/endpoint.js';
import type { Installation } from './installation.js';

const BECOME_METHODS: readonly (readonly [string, string])[] = [
  ['sudo', 'Sudo'],
  ['su', 'Su'],
  ['pbrun', 'Pbrun'],
  ['pfexec', 'Pfexec'],
  ['dzdo', 'DZDO'],
  ['pmrun', 'Pmrun'],
  ['runas', 'Runas'],
  ['enable', 'Enable'],
  ['doas', 'Doas'],
  ['ksu', 'Ksu'],
  ['machinectl', 'Machinectl'],
  ['sesu', 'Sesu'],
];

/** `/api/v2/config/`: facts that forms are built from. Where projects lie is told to those who manage everything. */
export const config = (installation: Installation): Endpoint =>
  endpoint({
    path: '/api/v2/config/',
    name: 'Config',
    rules: { GET: 'signed_in' },
    methods: { GET: async ({ viewer }) => ok({ ...COMMON, ...(await projectFacts(viewer, installation)) }) },
  });

const COMMON: JsonObject = {
  time_zone: 'UTC',
  license_info: { license_type: 'open', valid_key: true, subscription_name: 'OPEN', product_name: 'AWX' },
  version: API_VERSION,
  eula: '',
  analytics_status: 'off',
  analytics_collectors: {},
  become_methods: BECOME_METHODS,
  ui_next: false,
};

const projectFacts = async (viewer: Viewer, installation: Installation): Promise<JsonObject> =>
  viewer.isSuperuser || viewer.isSystemAuditor
    ? {
        project_base_dir: installation.projectsRoot,
        project_local_paths: await installation.freeProjectPaths(),
        custom_virtualenvs: [],
      }
    : {};
