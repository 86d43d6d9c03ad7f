import { type Needs, rulesOf, type Viewer } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { Answer } from '../answers/answer.js';
import type { BodyKind } from '../bodies/request-body.js';
import type { Buses } from './buses.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request that has passed the guard. */
export interface ApiRequest<Who = Viewer> {
  readonly id: string;
  readonly viewer: Who;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** What follows `?`, undecoded; empty when there is none. */
  readonly search: string;
  /** Over TLS. */
  readonly isSecure: boolean;
  /** Address of the peer. */
  readonly remote: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Value of `:name` in the endpoint's path. */
  param(name: string): string;
  /** A parameter that counts objects. @throws HttpRefusal 404 when it is no id */
  number(name: string): number;
  /** Query parameters in order, repeats included. */
  query(): URLSearchParams;
  /** @throws as readBody does */
  body(accepts?: BodyKind): JsonObject;
}

export type Handler<Who = Viewer> = (request: ApiRequest<Who>, buses: Buses) => Promise<Answer> | Answer;

/** The fields of OPTIONS that depend on the endpoint and on who asks. */
export type Description<Who = Viewer> = (request: ApiRequest<Who>, buses: Buses) => Promise<JsonObject> | JsonObject;

/** By method; HEAD and OPTIONS follow GET. */
export type Rules = Readonly<Partial<Record<Method, Needs>>>;

/**
 * `login`: nobody else gets in. `optional`: a login is checked when one comes. `nobody`: logins are not looked at.
 * `open-post`: everybody may POST, with a login that holds or without; everything else is for logins.
 */
export type Access = 'login' | 'optional' | 'nobody' | 'open-post';

/** One path of the API and all that it answers. */
export interface Endpoint<Who = Viewer | undefined> {
  /** From the root, with a slash at the end: `/api/v2/hosts/:id/`. */
  readonly path: string;
  /** As OPTIONS shows it: `Host Detail`. */
  readonly name: string;
  readonly access: Access;
  /** What each method does; HEAD follows GET, OPTIONS is always there. */
  readonly methods: Readonly<Partial<Record<Method, Handler<Who>>>>;
  /**
   * What each of these methods needs: `{ GET: 'host.read', POST: ['inventory.change', 'label.read'] }`. Every method has one:
   * a path without it is refused when the server starts (docs/architecture.md, Access).
   */
  readonly rules: Rules;
  /** It chooses the form of its answer itself; all others answer JSON, which browsers are shown in a page. */
  readonly choosesForm?: boolean;
  /** Joined to the common part of OPTIONS. */
  readonly describe?: Description<Who>;
}

/** An endpoint for those who have logged in: its handlers can count on a viewer, for the guard lets nobody else pass. */
export const endpoint = (given: Omit<Endpoint<Viewer>, 'access'>): Endpoint =>
  checked({ ...(given as Endpoint), access: 'login' });

/** An endpoint that also answers without a login. */
export const openEndpoint = (given: Endpoint): Endpoint => checked(given);

/** @throws Error for a method whose rights nobody has stated */
const checked = (target: Endpoint): Endpoint => {
  const { path, methods, rules, access } = target;
  for (const method of Object.keys(methods) as Method[]) {
    const needs = rules[method];
    if (needs === undefined)
      throw new Error(
        `${method} ${path} has no rule: say in its endpoint's \`rules\` which right of libs/domain/access it needs`,
      );
    if (access === 'login' && rulesOf(needs).includes('anyone'))
      throw new Error(`${method} ${path} is for anyone, and yet asks for a login`);
  }
  return target;
};

/** `Allow` as AWX orders it. */
export const allowedMethods = ({ methods }: Endpoint): string => {
  const order = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
  const offered = order.filter((method) => methods[method] !== undefined);
  return [...offered, ...(methods.GET ? ['HEAD'] : []), 'OPTIONS'].join(', ');
};
