import type { StoredEvent } from '@application/ports';
import { RESOURCES } from '@application/resources';
import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';
import { redacted } from './redact.js';

/** One event as the audit shows it (spec events.md §2); secrets are masked, the stored data is otherwise untouched. */
export const eventView = (event: StoredEvent): JsonObject => {
  const { correlation, causation, actor, at, request, authz } = event.meta;
  const data = event.data as JsonObject;
  return {
    type: event.type,
    v: event.schema,
    id: event.id,
    stream: event.stream,
    revision: event.revision,
    position: event.position,
    at,
    meta: { correlation, causation, actor: { ...actor }, request: request ?? null, authz: authz ? { ...authz } : null },
    data: redacted(data, { masks: masksOf(data), members: passwordsOf(event.stream) }),
  };
};

/**
 * The same for those who may read this stream and perhaps no other: what a node's job is launched with comes from a template
 * of its own, and is shown on the stream of that job to those who may read it.
 */
export const ownView = (event: StoredEvent): JsonObject => {
  const view = eventView(event);
  if (event.type !== 'NodeSpawned') return view;
  return { ...view, data: { ...(view['data'] as JsonObject), launch: null, composition: null, graph: null } };
};

/** Variables that the launch told of in this event shows as secrets for ever. */
const masksOf = (data: JsonObject): ReadonlySet<string> => {
  const launch = data['launch'];
  const compositions = [data['composition'], isJsonObject(launch) ? launch['composition'] : undefined];
  return new Set(compositions.flatMap((composition) => namesIn(isJsonObject(composition) ? composition['masks'] : [])));
};

const namesIn = (masks: Json | undefined): readonly string[] =>
  Array.isArray(masks) ? masks.filter((name): name is string => typeof name === 'string') : [];

const PASSWORDS: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  RESOURCES.map(({ prefix, fields }) => [
    prefix,
    new Set(fields.filter(({ type }) => type === 'password' || type === 'secret').map(({ name }) => name)),
  ]),
);

/** Tokens and session keys are kept as hashes under this name. */
const HASHED: ReadonlySet<string> = new Set(['secretHash']);

const passwordsOf = (stream: string): ReadonlySet<string> =>
  PASSWORDS.get(stream.slice(0, stream.lastIndexOf('-'))) ?? HASHED;
