import type { ResourceType } from '@application/resources';
import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import { LaunchingApi } from './launching-api.js';

const PROMPTED = 'Job was launched with prompted fields you do not have access to.';

/** Something that a launch brings, of an organization of its own, and the role that opens it. */
interface Brought {
  readonly prompt: string;
  readonly make: (organization: number) => Promise<number>;
  readonly sent: (id: number) => JsonObject;
  /** On the thing itself, or on its organization. */
  readonly role: readonly [on: ResourceType, name: string];
}

let api: LaunchingApi;
let count = 0;

beforeAll(async () => {
  api = await LaunchingApi.open();
});
afterAll(() => api.close());

const make = (kind: ResourceType, body: JsonObject): Promise<number> =>
  api.world.make(kind, { name: `${kind} ${(count += 1)}`, ...body });

const cloudCredential = async (organization: number): Promise<number> => {
  const set = { kind: 'cloud', namespace: `cloud${count}`, managed: true };
  const inputs = { fields: [{ id: 'token', label: 'Token', secret: true }] };
  const type = await api.world.installation.seed(
    'credential_type',
    { name: `Cloud ${count}`, kind: 'cloud', inputs },
    set,
  );
  return make('credential', { organization, credential_type: type.id, inputs: {} });
};

const BROUGHT: readonly Brought[] = [
  {
    prompt: 'inventory',
    make: (organization) => make('inventory', { organization }),
    sent: (inventory) => ({ inventory }),
    role: ['inventory', 'use_role'],
  },
  {
    prompt: 'credential',
    make: cloudCredential,
    sent: (credential) => ({ credentials: [credential] }),
    role: ['credential', 'use_role'],
  },
  {
    prompt: 'execution environment',
    make: (organization) => make('execution_environment', { organization, image: 'quay.io/x/y' }),
    sent: (execution_environment) => ({ execution_environment }),
    role: ['organization', 'read_role'],
  },
  {
    prompt: 'label',
    make: (organization) => make('label', { organization }),
    sent: (label) => ({ labels: [label] }),
    role: ['organization', 'read_role'],
  },
  {
    prompt: 'instance group',
    make: () => make('instance_group', {}),
    sent: (group) => ({ instance_groups: [group] }),
    role: ['instance_group', 'use_role'],
  },
];

const ASKS = ['inventory', 'credential', 'execution_environment', 'labels', 'instance_groups'];

/** Spec relaunch-and-create-schedule.md §3 rows 5 and 9: who lacks just one of the rights may not. */
describe('a relaunch needs the right to what the job was launched with', () => {
  it.each(BROUGHT)('$prompt', async (brought) => {
    const { installation } = api.world;
    const jt = await api.world.template(Object.fromEntries(ASKS.map((field) => [`ask_${field}_on_launch`, true])));
    const organization = await make('organization', {});
    const id = await brought.make(organization);
    const job = await api.launch(`job_templates/${jt}/`, brought.sent(id));
    const user = await installation.user(`user-${(count += 1)}`);
    const give = (viewer: Viewer, kind: ResourceType, on: number, role: string) =>
      installation.giveRole(viewer, { kind, id: on }, role);
    await give(user, 'job_template', jt, 'execute_role');
    // Roles of credentials are given to members of their organization only.
    if (brought.prompt === 'credential') await give(user, 'organization', organization, 'member_role');
    expect(await api.post(`jobs/${job}/relaunch/`, {}, user)).toEqual({ status: 403, body: { detail: PROMPTED } });
    const [on, role] = brought.role;
    await give(user, on, on === 'organization' ? organization : id, role);
    expect(await api.post(`jobs/${job}/relaunch/`, {}, user)).toMatchObject({ status: 201 });
  });
});
