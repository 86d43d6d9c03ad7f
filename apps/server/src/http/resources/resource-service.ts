import type { Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { ResourceType } from '@application/resources';

/** Who asks, and by which request: both end up in the events. */
export interface Caller {
  readonly viewer: Viewer;
  readonly request: string;
}

export interface Target {
  readonly kind: ResourceType;
  readonly id: number;
}

/** One object's sublist, by its path segment: `{kind: 'inventory', id: 3, path: 'hosts'}`. */
export interface SublistTarget extends Target {
  readonly path: string;
}

/** Nothing: the list; an id: an object; id and path: a sublist of it. */
export interface DescribedTarget {
  readonly id?: number;
  readonly path?: string;
}

/**
 * What the API needs of the resources: bodies in AWX's shape come in, answers in AWX's shape go out, refusals are
 * DomainErrors. A write is answered from its own events, and what its caller reads next has it.
 */
export interface ResourceService {
  create(kind: ResourceType, body: JsonObject, caller: Caller): Promise<JsonObject>;
  /** PUT (`whole`) or PATCH. */
  change(
    target: Target,
    edit: { readonly body: JsonObject; readonly whole: boolean },
    caller: Caller,
  ): Promise<JsonObject>;
  remove(target: Target, caller: Caller): Promise<void>;
  /** Attach, detach or create, as the body says (spec resources.md §4). @returns the new object when one was created */
  relate(target: SublistTarget, body: JsonObject, caller: Caller): Promise<JsonObject | undefined>;
  /** @param search the query as it came, undecoded */
  list(kind: ResourceType, search: string, caller: Caller): Promise<JsonObject>;
  read(target: Target, caller: Caller): Promise<JsonObject>;
  /** Id of the object that a path names (`Default`, `Hosts++Default`); undefined when no single one is named so. */
  idOf(kind: ResourceType, name: string): Promise<number | undefined>;
  sublist(target: SublistTarget, search: string, caller: Caller): Promise<JsonObject>;
  /** What OPTIONS says beyond name and formats: `actions`, `types`, `search_fields` …; without an id of the list. */
  describe(kind: ResourceType, target: DescribedTarget, caller: Caller): Promise<JsonObject>;
}

export const RESOURCE_SERVICE = Symbol('ResourceService');
