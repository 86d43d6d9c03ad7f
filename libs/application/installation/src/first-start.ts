import { derivedId } from '@application/event-sourcing';
import type { IdAllocator, PasswordHasher, Position } from '@application/ports';
import {
  type Fields,
  kindOf,
  type ResourceService,
  type ResourceType,
  type WriteContext,
} from '@application/resources';
import { SYSTEM_VIEWER } from '@domain/access';
import { DomainError, type Json, type JsonObject, SYSTEM_ACTOR } from '@domain/kernel';
import { MANAGED_CREDENTIAL_TYPES } from './managed-credential-types.js';
import { SYSTEM_JOB_TEMPLATES } from './system-job-templates.js';

/** AWX's two groups; jobs run in `default`. */
const INSTANCE_GROUPS = ['controlplane', 'default'];

/** The user that every installation begins with. */
export const ADMIN = 'admin';

/** AWX has it from the start, and many a playbook counts on it. */
const ORGANIZATION = 'Default';

export interface FirstStartPorts {
  readonly resources: ResourceService;
  readonly ids: IdAllocator;
  readonly hasher: PasswordHasher;
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

/** The password of `admin`; one given from outside counts at every start, one of our own only at the first. */
export interface AdminLogin {
  readonly password: string;
  readonly isGiven: boolean;
}

/**
 * Makes what every installation has: managed credential types, system job templates, instance groups, the user `admin`. Each is looked for by
 * name first, so that a start that was cut off is completed by the next and a later start writes nothing. The organization
 * comes with the first `admin` only: one that users deleted stays away.
 * @param admin null where logging in is another process's business
 */
export const completeInstallation = async (ports: FirstStartPorts, admin: AdminLogin | null): Promise<void> => {
  await ports.caughtUp(await ports.resources.establishSystemRoles(context('system roles')));
  for (const { namespace, ...type } of MANAGED_CREDENTIAL_TYPES)
    await ensure(ports, 'credential_type', { namespace }, { ...type, namespace, managed: true });
  for (const { job_type, ...template } of SYSTEM_JOB_TEMPLATES)
    await ensure(ports, 'system_job_template', { job_type }, { ...template, job_type });
  for (const name of INSTANCE_GROUPS) await ensure(ports, 'instance_group', { name }, {});
  if (admin) await ensureAdmin(ports, admin);
};

const ensureAdmin = async (ports: FirstStartPorts, { password, isGiven }: AdminLogin): Promise<void> => {
  const [id] = await ports.resources.lookup.idsWhere('user', { username: ADMIN });
  if (id === undefined) {
    await ensure(ports, 'organization', { name: ORGANIZATION }, {});
    return ensure(ports, 'user', { username: ADMIN }, { email: 'admin@localhost', password, is_superuser: true });
  }
  const known = (await ports.resources.lookup.find('user', id))?.['password'];
  if (!isGiven || typeof known !== 'string' || (await ports.hasher.verify(known, password))) return;
  const { position } = await ports.resources.change(
    { type: 'user', id, body: { password }, partial: true },
    context(known),
  );
  await ports.caughtUp(position);
};

/** How often a creation is begun anew that another process has fenced off. */
const ATTEMPTS = 5;

/** One process at a time comes here; should it be two, of each object one is made all the same, for names are unique. */
const ensure = async (
  ports: FirstStartPorts,
  type: ResourceType,
  key: Readonly<Record<string, string>>,
  fields: JsonObject,
): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    if ((await ports.resources.lookup.idsWhere(type, key)).length > 0) return;
    try {
      return await make(ports, type, key, fields);
    } catch (error) {
      if (isCode(error, 'NAME_TAKEN')) return;
      if (!isCode(error, 'NAME_LOST') || attempt === ATTEMPTS) throw error;
    }
  }
};

const isCode = (error: unknown, code: string): boolean => error instanceof DomainError && error.code === code;

const make = async (
  ports: FirstStartPorts,
  type: ResourceType,
  key: Readonly<Record<string, string>>,
  fields: JsonObject,
): Promise<void> => {
  const id = await ports.ids.next(kindOf(type).idSpace);
  const body = { ...key, ...fields };
  const { position } = await ports.resources.create(type, body, context(type, ...Object.values(key)), {
    id,
    set: presetOf(type, body),
  });
  await ports.caughtUp(position);
};

/** Fields that only the service may fill have to be set past the validation, which leaves them out. */
const presetOf = (type: ResourceType, body: JsonObject): Fields => {
  const readOnly = kindOf(type).fields.filter(({ writing }) => writing === 'never');
  return Object.fromEntries(
    readOnly.flatMap(({ name }): [string, Json][] => (body[name] === undefined ? [] : [[name, body[name]]])),
  );
};

/** The same for every start, so that a repeat after a crash is recognised as one. */
const context = (...what: readonly string[]): WriteContext => {
  const commandId = derivedId('installation', ...what);
  return { viewer: SYSTEM_VIEWER, commandId, correlation: commandId, causation: commandId, actor: SYSTEM_ACTOR };
};
