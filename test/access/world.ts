import type { NewRunEvent } from '@application/ports';
import { RESOURCES } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import { ServedApi } from './served-api.js';

/** One object of each kind in an organization, by kind; `org` is the organization's id. */
export type Place = Readonly<Record<string, number>>;

/** Kinds that have roles of their own. */
export const WITH_ROLES: readonly string[] = RESOURCES.filter(({ roles }) => roles.length > 0).map(({ type }) => type);

const RULE = 'DTSTART:20300101T000000Z RRULE:FREQ=DAILY;INTERVAL=1';
const STATS = { ok: 1, changed: 0, failures: 0, dark: 0, skipped: 0, ignored: 0, rescued: 0, processed: 1 };

const OUTPUT: NewRunEvent = {
  ...{ counter: 1, event: 'runner_on_ok', uuid: 'u', parentUuid: '', createdAt: '2030-01-15T03:00:00.000000Z' },
  ...{ stdout: 'ok: [web1]', startLine: 0, endLine: 1, verbosity: 0, data: {}, hostId: null },
  ...{ hostName: 'web1', failed: false, changed: false, playbook: '', play: '', task: '', role: '' },
};

/** Path segment of a kind. */
export const pathOf = (kind: string): string => RESOURCES.find(({ type }) => type === kind)?.path ?? `${kind}s`;

/** Two organizations with one object of everything, and those who may or may not do something with them. */
export class AccessWorld {
  private made = 0;
  /** An organization of nobody's. */
  private neutral = 0;
  /** Users and teams by name: `users/4/`. */
  private readonly holders = new Map<string, string>();

  private constructor(
    readonly api: ServedApi,
    readonly own: Place,
    readonly other: Place,
  ) {}

  static async open(): Promise<AccessWorld> {
    const api = await ServedApi.open();
    const [own, other] = [{}, {}] as const;
    const world = new AccessWorld(api, own, other);
    Object.assign(own, await world.furnish());
    Object.assign(other, await world.furnish());
    world.neutral = await world.fresh('organization');
    return world;
  }

  /** A new object like those of a place, for those who would use one up. */
  async fresh(kind: string, place: Place = this.own): Promise<number> {
    const [path, body] = this.recipe(kind, place);
    const id = await this.api.make(path, body);
    if (kind === 'user') await this.expect(204, `organizations/${place['organization']}/users/`, { id });
    return id;
  }

  /** A job of a template that waits for a worker; canceled, it has ended. */
  async job(kind: string, isOver: boolean): Promise<number> {
    const id = await this.fresh(kind);
    if (isOver) await this.expect(202, `${pathOf(kind)}/${id}/cancel/`, {});
    return id;
  }

  /** Somebody with a role of an object. */
  async holder(name: string, kind: string, id: number, role: string): Promise<void> {
    this.holders.set(name, `users/${await this.user(name)}/`);
    await this.grant(name, kind, id, role);
  }

  /** Somebody in a team that has a role of an object. */
  async memberOfHolder(name: string, kind: string, id: number, role: string): Promise<void> {
    // Administrators of an organization are in all its teams; roles of credentials are for its own teams only.
    const place = kind === 'credential' ? this.own : { organization: this.neutral };
    const [user, team] = [await this.user(name), await this.fresh('team', place)];
    await this.expect(204, `teams/${team}/users/`, { id: user });
    this.holders.set(name, `teams/${team}/`);
    await this.grant(name, kind, id, role);
  }

  /** Another role for the same person or team. Roles of credentials are for members, who stay in the organization no longer than that. */
  async grant(name: string, kind: string, id: number, role: string): Promise<void> {
    const holder = this.holders.get(name) ?? '';
    const isPassing = kind === 'credential' && holder.startsWith('users/');
    const organization = (await this.api.send('GET', `${pathOf(kind)}/${id}/`)).body['organization'];
    const member = isPassing
      ? { id: await this.roleOf('organization', Number(organization), 'member_role') }
      : undefined;
    if (member) await this.expect(204, `${holder}roles/`, member);
    await this.expect(204, `${holder}roles/`, { id: await this.roleOf(kind, id, role) });
    if (member) await this.expect(204, `${holder}roles/`, { ...member, disassociate: true });
  }

  async user(
    name: string,
    flags: { readonly isSystemAuditor?: boolean; readonly isSuperuser?: boolean } = {},
  ): Promise<number> {
    const { isSuperuser = false, isSystemAuditor = false } = flags;
    const body = {
      username: this.name(),
      password: 'pw',
      is_superuser: isSuperuser,
      is_system_auditor: isSystemAuditor,
    };
    const id = await this.api.make('users/', body);
    this.api.know({ id, username: name, isSuperuser, isSystemAuditor });
    return id;
  }

  async roleOf(kind: string, id: number, role: string): Promise<number> {
    const { body } = await this.api.send('GET', `${pathOf(kind)}/${id}/`);
    const { object_roles: roles } = body['summary_fields'] as { object_roles: Record<string, { id: number }> };
    const found = roles[role];
    if (!found) throw new Error(`${kind} has no ${role}`);
    return found.id;
  }

  /** @throws Error for any other answer */
  async expect(status: number, path: string, body: JsonObject): Promise<void> {
    const answer = await this.api.send('POST', path, body);
    if (answer.status !== status) throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  close(): Promise<void> {
    return this.api.close();
  }

  name(): string {
    this.made += 1;
    return `thing-${this.made}`;
  }

  /** Statistics of one host, as the run of the job would report them. */
  private async report(job: number): Promise<void> {
    const data = { hosts: { web1: { ...STATS, host: null } } };
    await this.api.record(`job-${job}`, { type: 'HostStatsReported', data });
  }

  /** What `admin` posts to make one; jobs are launched. */
  private recipe(kind: string, place: Place): readonly [path: string, body: JsonObject] {
    const { organization = 0, inventory = 0, project = 0, job_template = 0, workflow_job_template = 0 } = place;
    const name = this.name();
    const special: Readonly<Record<string, readonly [string, JsonObject]>> = {
      user: ['users/', { username: name, password: 'pw' }],
      credential_type: ['credential_types/', { name, kind: 'cloud', inputs: {}, injectors: {} }],
      credential: ['credentials/', { name, organization, credential_type: 1, inputs: {} }],
      execution_environment: ['execution_environments/', { name, organization, image: 'registry.example.org/ee' }],
      host: ['hosts/', { name, inventory }],
      group: ['groups/', { name, inventory }],
      project: ['projects/', { name, organization, scm_type: 'git', scm_url: 'https://git.example.org/site.git' }],
      job_template: ['job_templates/', { name, project, inventory, playbook: 'site.yml' }],
      workflow_job_template_node: [
        `workflow_job_templates/${workflow_job_template}/workflow_nodes/`,
        { unified_job_template: job_template },
      ],
      job: [`job_templates/${job_template}/launch/`, {}],
      workflow_job: [`workflow_job_templates/${workflow_job_template}/launch/`, {}],
      project_update: [`projects/${project}/update/`, {}],
      system_job: [`system_job_templates/${place['system_job_template'] ?? 0}/launch/`, {}],
      token: ['tokens/', {}],
      schedule: ['schedules/', { name, unified_job_template: job_template, rrule: RULE }],
      o_auth2_application: [
        'applications/',
        { name, organization, client_type: 'public', authorization_grant_type: 'password' },
      ],
    };
    return special[kind] ?? [`${pathOf(kind)}/`, { name, organization }];
  }

  /** Made in the order in which they need each other. */
  private async furnish(): Promise<Place> {
    const place: Record<string, number> = {};
    place['system_job_template'] = idIn((await this.api.send('GET', 'system_job_templates/')).body);
    const made = RESOURCES.map(({ type }) => type).filter((type) => type !== 'system_job_template');
    for (const kind of [...made, 'workflow_job_template_node', ...JOBS, 'token', 'schedule'])
      place[kind] = await this.fresh(kind, place);
    const { job_template = 0, job = 0 } = place;
    await this.expect(204, `job_templates/${job_template}/labels/`, { id: place['label'] ?? 0 });
    place['role'] = await this.roleOf('job_template', job_template, 'execute_role');
    await this.api.stores.output.append(job, [OUTPUT]);
    const { body } = await this.api.send('GET', `jobs/${job}/job_events/`);
    place['job_event'] = idIn(body);
    await this.report(job);
    place['job_host_summary'] = idIn((await this.api.send('GET', `jobs/${job}/job_host_summaries/`)).body);
    const nodes = await this.api.send('GET', `workflow_jobs/${place['workflow_job'] ?? 0}/workflow_nodes/`);
    place['workflow_job_node'] = idIn(nodes.body);
    place['instance'] = idIn((await this.api.send('GET', 'instances/')).body);
    place['next_node'] = await this.fresh('workflow_job_template_node', place);
    place['guest'] = await this.fresh('user', place);
    return place;
  }
}

export const JOBS: readonly string[] = ['job', 'workflow_job', 'project_update', 'system_job'];

/** Of the first row of a list. */
export const idIn = ({ results }: JsonObject): number => {
  const [first] = results as readonly { readonly id: number }[];
  if (!first) throw new Error('the list is empty');
  return first.id;
};
