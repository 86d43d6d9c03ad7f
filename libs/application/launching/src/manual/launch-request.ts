import type { Caller } from '@application/resources';
import { isJsonObject, type JsonObject, refused, withEntries } from '@domain/kernel';
import {
  type LaunchTarget,
  legacyCredentials,
  passwordVariables,
  plainVariables,
  shownVariables,
} from '@domain/launch';
import { type LaunchableKind, type LaunchBody, readLaunchBody } from './launch-body.js';
import { type Passwords, typedIn } from './typed-passwords.js';

/** What a user asks for. */
export interface LaunchRequest {
  readonly kind: LaunchableKind;
  readonly id: number;
  readonly body: LaunchBody;
  readonly passwords: Passwords;
  /** Launched with `extra_credentials`: no launch configuration is kept. */
  readonly isLegacy: boolean;
  readonly caller: Caller;
}

/** @throws DomainError refused: `extra_credentials` that cannot be, an object in place of a list */
export const launchRequest = (
  { kind, ref, credentials }: LaunchTarget,
  sent: JsonObject,
  caller: Caller,
): LaunchRequest => {
  if (kind !== 'job_template') {
    const body = readLaunchBody('workflow_job_template', sent);
    return { kind: 'workflow_job_template', id: ref.id, caller, passwords: {}, isLegacy: false, body };
  }
  const request = { kind, id: ref.id, caller, passwords: typedIn(sent) };
  const ownIds = credentials.map(({ id }) => id);
  const legacy = legacyCredentials(sent, ownIds);
  if (legacy.outcome === 'refused') throw refused(legacy.body);
  if (legacy.outcome === 'absent') return { ...request, isLegacy: false, body: readLaunchBody(kind, sent) };
  const body = readLaunchBody(kind, { ...sent, credentials: legacy.credentials });
  return { ...request, isLegacy: true, body };
};

/** What a refused request asked for. Prompts that are no prompts are left out, and text that cannot be read: it may hold secrets. */
export const refusedPrompts = (sent: JsonObject, target: LaunchTarget): JsonObject => {
  const kind = target.kind === 'job_template' ? 'job_template' : 'workflow_job_template';
  const readable = Object.entries(sent).filter(([name, value]) => !isJsonObject(value) || !LISTS.includes(name));
  return requestedPrompts(readLaunchBody(kind, withEntries(readable)), target);
};

const LISTS: readonly string[] = ['credentials', 'labels', 'instance_groups'];

/** The prompts as they were received: resources as ids, answers to password questions masked. */
export const requestedPrompts = ({ prompts, lists, variables }: LaunchBody, { survey }: LaunchTarget): JsonObject => ({
  ...prompts,
  ...lists,
  ...(variables && { extra_vars: shownVariables(plainVariables(variables), passwordVariables(survey)) }),
});
