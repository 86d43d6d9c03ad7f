import { tmpdir } from 'node:os';
import { MOST_EVENT_CHARACTERS, MOST_STDOUT_BYTES } from '@application/job-views';
import { MAX_FORKS } from '@application/resources';
import type { Json } from '@domain/kernel';
import { MOST_EVENTS_SHOWN } from '../jobs/event-endpoints.js';

/** Categories by AWX's slugs, with the settings of each. */
export type SettingsTable = Readonly<Record<string, Readonly<Record<string, Json>>>>;

/**
 * AWX's settings as this service behaves: what each value says is true here and cannot be changed. Settings of what does not
 * exist (cloud inventories, LDAP, containers) are left out.
 */
export const SETTINGS: SettingsTable = {
  authentication: {
    AUTH_BASIC_ENABLED: true,
    DISABLE_LOCAL_AUTH: false,
    SESSIONS_PER_USER: -1,
    LOGIN_REDIRECT_OVERRIDE: '',
    LOCAL_PASSWORD_MIN_LENGTH: 0,
    LOCAL_PASSWORD_MIN_DIGITS: 0,
    LOCAL_PASSWORD_MIN_UPPER: 0,
    LOCAL_PASSWORD_MIN_SPECIAL: 0,
  },
  bulk: {
    BULK_JOB_MAX_LAUNCH: 100,
    BULK_HOST_MAX_CREATE: 100,
    BULK_HOST_MAX_DELETE: 250,
  },
  jobs: {
    AD_HOC_COMMANDS: [],
    ALLOW_JINJA_IN_EXTRA_VARS: 'template',
    AWX_ISOLATION_BASE_PATH: tmpdir(),
    AWX_TASK_ENV: {},
    AWX_ROLES_ENABLED: true,
    AWX_COLLECTIONS_ENABLED: true,
    AWX_SHOW_PLAYBOOK_LINKS: false,
    STDOUT_MAX_BYTES_DISPLAY: MOST_STDOUT_BYTES,
    EVENT_STDOUT_MAX_BYTES_DISPLAY: MOST_EVENT_CHARACTERS,
    SCHEDULE_MAX_JOBS: 10,
    MAX_FORKS,
    DEFAULT_JOB_TIMEOUT: 0,
    DEFAULT_JOB_IDLE_TIMEOUT: 0,
    DEFAULT_PROJECT_UPDATE_TIMEOUT: 0,
    ANSIBLE_FACT_CACHE_TIMEOUT: 0,
  },
  logging: {
    LOG_AGGREGATOR_ENABLED: false,
    LOG_AGGREGATOR_HOST: null,
    LOG_AGGREGATOR_TYPE: null,
  },
  system: {
    ACTIVITY_STREAM_ENABLED: true,
    ACTIVITY_STREAM_ENABLED_FOR_INVENTORY_SYNC: false,
    ORG_ADMINS_CAN_SEE_ALL_USERS: true,
    MANAGE_ORGANIZATION_AUTH: true,
    REMOTE_HOST_HEADERS: ['REMOTE_ADDR', 'REMOTE_HOST'],
    PROXY_IP_ALLOWED_LIST: [],
    LICENSE: {},
    INSIGHTS_TRACKING_STATE: false,
    DEFAULT_EXECUTION_ENVIRONMENT: null,
    CUSTOM_VENV_PATHS: [],
  },
  ui: {
    PENDO_TRACKING_STATE: 'off',
    CUSTOM_LOGIN_INFO: '',
    CUSTOM_LOGO: '',
    MAX_UI_JOB_EVENTS: MOST_EVENTS_SHOWN,
    UI_LIVE_UPDATES_ENABLED: false,
  },
};
