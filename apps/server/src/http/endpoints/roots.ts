import { csrfCookie, csrfTokenFor } from '../authentication/csrf.js';
import { openEndpoint, type Endpoint } from '../routing/endpoint.js';

/** `/`: the address that is typed into a browser. There is no page of its own here, but one of the API. */
export const siteRoot = (): Endpoint =>
  openEndpoint({
    path: '/',
    name: 'Site',
    access: 'nobody',
    rules: { GET: 'anyone' },
    methods: { GET: () => ({ status: 302, headers: { location: '/api/' } }) },
  });

/** `/api/`: where the versions are. Clients that log in for a session come here first, for its CSRF token. */
export const apiRoot = (): Endpoint =>
  openEndpoint({
    path: '/api/',
    name: 'REST API',
    access: 'optional',
    rules: { GET: 'anyone' },
    methods: {
      GET: (request) => ({
        cookies: [csrfCookie(csrfTokenFor(request), request.isSecure)],
        json: {
          description: 'AWX REST API',
          current_version: '/api/v2/',
          available_versions: { v2: '/api/v2/' },
          oauth2: '/api/o/',
          custom_logo: '',
          custom_login_info: '',
          login_redirect_override: '',
        },
      }),
    },
  });

/** Keys of the index that are not the path's own name; client programs take them for names of resources. */
const KEYS: Readonly<Record<string, string>> = {
  inventories: 'inventory',
  constructed_inventories: 'constructed_inventory',
  'service-index': 'service_index',
};

/** AWX's order; what it does not have comes after. */
const ORDER: readonly string[] = [
  ...['ping', 'instances', 'instance_groups', 'receptor_addresses', 'config', 'settings', 'me', 'dashboard'],
  ...['organizations', 'users', 'execution_environments', 'projects', 'project_updates', 'teams', 'credentials'],
  ...['credential_types', 'credential_input_sources', 'applications', 'tokens', 'metrics', 'inventories'],
  ...['constructed_inventories', 'inventory_sources', 'inventory_updates', 'groups', 'hosts', 'host_metrics'],
  ...['host_metric_summary_monthly', 'job_templates', 'jobs', 'ad_hoc_commands', 'system_job_templates'],
  ...['system_jobs', 'schedules', 'roles', 'notification_templates', 'notifications', 'labels'],
  ...['unified_job_templates', 'unified_jobs', 'activity_stream', 'workflow_job_templates', 'workflow_jobs'],
  ...['workflow_approvals', 'workflow_job_template_nodes', 'workflow_job_nodes', 'mesh_visualizer', 'bulk'],
  ...['analytics', 'service-index', 'role_definitions', 'role_user_assignments', 'role_team_assignments'],
];

/** `/api/v2/`: every first-level path that can be read. */
export const versionRoot = (others: readonly Endpoint[]): Endpoint => {
  const index = indexOf(others.filter(({ methods }) => methods.GET).map(({ path }) => path));
  return openEndpoint({
    path: '/api/v2/',
    name: 'Version 2',
    access: 'optional',
    rules: { GET: 'anyone' },
    methods: { GET: () => ({ json: index }) },
  });
};

const indexOf = (paths: readonly string[]): Readonly<Record<string, string>> => {
  const segments = new Set(paths.map((path) => /^\/api\/v2\/([^/:]+)\/$/.exec(path)?.[1] ?? ''));
  segments.delete('');
  const known = ORDER.filter((segment) => segments.has(segment));
  const own = [...segments].filter((segment) => !ORDER.includes(segment)).sort();
  return Object.fromEntries([...known, ...own].map((segment) => [KEYS[segment] ?? segment, `/api/v2/${segment}/`]));
};
