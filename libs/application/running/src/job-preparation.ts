import type { Stored, StoredResources } from '@application/launch-targets';
import type { Executor, ProjectFiles, ReadStore, RunCredential, SecretSealer } from '@application/ports';
import type { JsonObject } from '@domain/kernel';
import { type Job, jobStream } from '@domain/job';
import type { LaunchedData } from '@domain/launch';
import { number, text } from './plain-values.js';
import { preStartCheck } from './pre-start-check.js';
import { RunCredentials, type TypedPasswords } from './run-credentials.js';
import { runEnvironment } from './run-environment.js';
import { checkoutOf, maintenanceRun, requestOf, runOptions, sliceOf } from './run-request.js';
import { injectedVariables, openedVariables, type RunFacts } from './run-variables.js';
import { type Prepared, refusedRun, type RunPreparation } from './run-preparation.js';

export interface PreparationPorts {
  readonly resources: StoredResources;
  readonly store: Pick<ReadStore, 'all'>;
  /** Resolves when the store shows everything that is in the log by now. */
  readonly upToDate: () => Promise<void>;
  readonly sealer: Pick<SecretSealer, 'open'>;
  readonly executor: Pick<Executor, 'unavailable'>;
  /** Ansible's inventory of enabled hosts, slice by slice. */
  readonly inventory: (id: number, slice: { readonly number: number; readonly count: number }) => Promise<JsonObject>;
  readonly passwords: { of(job: number): Promise<TypedPasswords> };
  readonly files: Pick<ProjectFiles, 'folder'>;
  /** Name of this node, told to plays. */
  readonly node: string;
}

interface ProjectFacts {
  readonly stored: Stored;
  readonly path: string;
  readonly revision: string;
  readonly branch: string;
}

const HOSTS = 'SELECT id, name FROM host WHERE inventory = ?';
const PROJECT_STATUS = 'SELECT scm_revision FROM template_status WHERE id = ?';
const NO_REVISION = 'Missing a revision to run due to failed project update.';

/** Gathers everything a run needs at the moment it starts, from the launch and from the resources as they are now. */
export class JobPreparation implements RunPreparation {
  private readonly credentials: RunCredentials;

  constructor(private readonly ports: PreparationPorts) {
    this.credentials = new RunCredentials(ports.resources, ports.sealer);
  }

  async prepare({ launch }: Job, attempt: string): Promise<Prepared> {
    if (!launch) throw new Error('a job that was never launched cannot be prepared');
    if (launch.kind === 'project_update') return this.checkout(launch, attempt);
    if (launch.kind === 'system_job') return maintenanceRun(launch, attempt);
    const unavailable = this.ports.executor.unavailable();
    return unavailable === null ? this.playbook(launch, attempt) : refusedRun('error', unavailable);
  }

  async hosts({ launch }: Job): Promise<ReadonlyMap<string, number>> {
    const inventory = launch?.composition?.effective.inventory ?? null;
    if (inventory === null) return new Map();
    const rows = await this.ports.store.all(HOSTS, [Number(inventory)]);
    return new Map(rows.map((row) => [String(row['name']), Number(row['id'])]));
  }

  private async playbook(launch: LaunchedData, attempt: string): Promise<Prepared> {
    const effective = launch.composition?.effective;
    const inventory = await this.ports.resources.find('inventory', number(effective?.inventory));
    if (!effective || !inventory) return invalidResource('inventory');
    const project = await this.project(launch);
    if ('ok' in project) return project;
    const opened = await this.opened(launch, effective.credentials);
    if ('ok' in opened) return opened;
    const { id, name } = inventory.ref;
    const user = await this.user(launch);
    const injected = injectedVariables(launch, { node: this.ports.node, project, inventory: { id, name }, user });
    const variables = await openedVariables(this.ports.sealer, jobStream(launch.id), effective.extra_vars);
    const branch = ownBranch(effective.scm_branch, project);
    const playbook = {
      ...runOptions(effective, launch.fixed),
      ...(branch !== '' && { branch }),
      projectPath: project.path,
      inventory: await this.ports.inventory(id, sliceOf(launch)),
      inventoryId: id,
      // Injected ones win. They come first too, for they are the same for all jobs: adding the few others is cheap, not so the other way round.
      extraVars: { ...injected, ...variables, ...injected },
      credentials: opened.credentials,
    };
    const executionEnvironment = await runEnvironment(this.ports, { effective, project: project.stored, inventory });
    const revision = branch === '' ? project.revision : '';
    const facts = { injected, executionEnvironment, ...(revision !== '' && { revision }) };
    return { ok: true, request: { ...requestOf(launch, attempt), playbook }, facts };
  }

  /** Where the project lies and what it holds; a project that is fetched from somewhere must have been so once. */
  private async project({ fixed }: LaunchedData): Promise<Prepared | ProjectFacts> {
    const project = await this.ports.resources.find('project', number(fixed['project']));
    const path = this.ports.files.folder(text(project?.state.fields['local_path']));
    if (!project || path === null) return invalidResource('project');
    const isManual = project.state.fields['scm_type'] === '';
    const revision = isManual ? '' : await this.revision(project.ref.id);
    if (!isManual && revision === '') return refusedRun('failed', NO_REVISION);
    return { stored: project, path, revision, branch: text(project.state.fields['scm_branch']) };
  }

  /** The update that a job waited for may have ended the moment before. */
  private async revision(project: number): Promise<string> {
    await this.ports.upToDate();
    const [status] = await this.ports.store.all(PROJECT_STATUS, [project]);
    return text(status?.['scm_revision']);
  }

  private async checkout(launch: LaunchedData, attempt: string): Promise<Prepared> {
    const { fixed } = launch;
    const source = text(fixed['scm_type']);
    if (source !== 'git')
      return refusedRun('error', `Projects are fetched from git only, and not from ${source} here.`);
    const path = this.ports.files.folder(text(fixed['local_path']));
    if (path === null) return invalidResource('project');
    const { credential } = fixed;
    const opened = await this.opened(launch, typeof credential === 'number' ? [{ id: credential }] : []);
    if ('ok' in opened) return opened;
    const checkout = { ...checkoutOf(fixed), path, credential: opened.credentials[0] ?? null };
    return { ok: true, request: { ...requestOf(launch, attempt), checkout }, facts: { injected: {} } };
  }

  /** Credentials in the clear, or the pre-start check's refusal. */
  private async opened(
    { id, kind }: LaunchedData,
    used: readonly { readonly id: number }[],
  ): Promise<Prepared | { readonly credentials: readonly RunCredential[] }> {
    if (used.length === 0) return { credentials: [] };
    const typed = await this.ports.passwords.of(id);
    const opened = await this.credentials.open(
      used.map((credential) => credential.id),
      typed,
    );
    const refused = preStartCheck(kind, opened);
    if (refused !== null) return refusedRun('pre-start', refused);
    return { credentials: opened.map(({ credential }) => credential) };
  }

  private async user({ createdBy }: LaunchedData): Promise<RunFacts['user']> {
    if (createdBy?.kind !== 'user' || createdBy.id === null) return null;
    const found = await this.ports.resources.find('user', createdBy.id);
    const fields = found?.state.fields ?? {};
    return {
      id: createdBy.id,
      name: createdBy.name,
      email: text(fields['email']),
      firstName: text(fields['first_name']),
      lastName: text(fields['last_name']),
    };
  }
}

/** The branch a job asks for, unless the project lies at it anyway; a manual project has none. */
const ownBranch = (asked: unknown, { stored, branch }: ProjectFacts): string =>
  stored.state.fields['scm_type'] === 'git' && text(asked) !== branch ? text(asked) : '';

const invalidResource = (what: 'inventory' | 'project'): Prepared =>
  refusedRun('error', `Job could not start because it does not have a valid ${what}.`);
