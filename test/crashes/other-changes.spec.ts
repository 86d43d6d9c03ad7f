import { isJsonObject } from '@domain/kernel';
import { until } from '@testing/runs';
import type { Api } from '../../apps/server/src/demo/api.js';
import { sendRaw } from '../live/raw-api.js';
import { around } from './around.js';
import { regardless } from './is-gone.js';
import { Survivor } from './survivor.js';

let survivor: Survivor;
let count = 0;

beforeAll(async () => {
  survivor = await Survivor.begin(() => ({ CAIRN_EXECUTOR: 'noop' }));
});
afterAll(() => survivor.remove());

/** Something that a process manager follows up, and how it looks when it has. */
interface Change {
  readonly manager: string;
  readonly what: string;
  /** Prepares a subject of its own and returns the change, and whether all of it has come about. */
  readonly prepare: (
    api: Api,
    name: string,
  ) => Promise<{ change: (api: Api) => Promise<unknown>; isDone: (api: Api) => Promise<boolean> }>;
}

/** Whatever the server says, if it still says something. */
const remove = (path: string) => sendRaw(survivor.access, { method: 'DELETE', path });

const only = async (api: Api, path: string): Promise<number> => (await api.list(path, {}))[0]?.id ?? 0;

const isGone = async (api: Api, path: string): Promise<boolean> =>
  api.get(path).then(
    () => false,
    (error: unknown) => /answered 404/.test(String(error)),
  );

const CHANGES: readonly Change[] = [
  {
    manager: 'resource-deletions',
    what: 'an inventory that is deleted takes its hosts along',
    prepare: async (api, name) => {
      const organization = await only(api, 'organizations/');
      const inventory = await api.ensure('inventories/', { name }, { organization });
      const host = await api.ensure('hosts/', { name }, { inventory });
      return {
        change: () => remove(`inventories/${inventory}/`),
        isDone: async (now) =>
          (await isGone(now, `inventories/${inventory}/`)) && (await isGone(now, `hosts/${host}/`)),
      };
    },
  },
  {
    manager: 'workflow-nodes-forget',
    what: 'a node forgets the template that is deleted',
    prepare: async (api, name) => {
      const [project, inventory] = [await only(api, 'projects/'), await only(api, 'inventories/')];
      const template = await api.ensure('job_templates/', { name }, { project, inventory, playbook: 'build.yml' });
      const workflow = await api.ensure('workflow_job_templates/', { name });
      const path = `workflow_job_templates/${workflow}/workflow_nodes/`;
      await api.post(path, { unified_job_template: template });
      return {
        change: () => remove(`job_templates/${template}/`),
        isDone: async (now) => (await now.list(path, {}))[0]?.['unified_job_template'] === null,
      };
    },
  },
  {
    manager: 'removed-output',
    what: 'a job that is deleted stays deleted',
    prepare: async (api) => {
      const template = await only(api, 'job_templates/');
      const { id } = await api.post(`job_templates/${template}/launch/`, {});
      await until(async () => (await api.get(`jobs/${Number(id)}/`))['status'] === 'successful');
      return {
        change: () => remove(`jobs/${Number(id)}/`),
        isDone: (now) => isGone(now, `jobs/${Number(id)}/`),
      };
    },
  },
  {
    manager: 'project-checkouts',
    what: 'a new project is checked out, once',
    prepare: async (_api, name) => ({
      change: (now) => now.post('projects/', { name, scm_type: 'git', scm_url: 'https://example.com/repository.git' }),
      isDone: async (now) => {
        const [update, ...more] = await now.list('project_updates/', { name });
        return more.length === 0 && isJsonObject(update) && update['status'] === 'successful';
      },
    }),
  },
];

const cases = CHANGES.flatMap((change) => around(change.manager).map((point) => [point, change.what, change] as const));

describe('a server that dies while a change is followed up', () => {
  it.each(cases)(
    '%s: %s',
    async (point, _what, { prepare }) => {
      const name = `crash-${++count}`;
      await survivor.start();
      const { change, isDone } = await prepare(survivor.api, name);
      await survivor.stop();
      await survivor.start({ CAIRN_CRASH_AT: point });
      await regardless(change(survivor.api));
      await survivor.startAfterDeath();
      await until(() => isDone(survivor.api));
    },
    60_000,
  );
});
