import type { AggregateRunner } from '@application/event-sourcing';
import type { Clock, IdAllocator, Position, ReadStore, Row } from '@application/ports';
import { type ListReader, listAnswer, type Scope } from '@application/queries';
import {
  type Caller,
  kindOf,
  type ResourceApi,
  type ResourceService,
  urlOf,
  writeContext,
} from '@application/resources';
import type { Viewer } from '@domain/access';
import type { Named } from '@domain/access-token';
import { forbidden, invalid, type JsonObject, missing } from '@domain/kernel';
import { sql } from 'kysely';
import { TOKEN_TABLE } from './tables.js';
import { tokenValues } from './token-body.js';
import { describeToken, describeTokenList } from './token-descriptions.js';
import { TokenIssue } from './token-issue.js';
import { tokenModel } from './token-model.js';
import { tokensFor } from './token-scopes.js';
import { TokenViews } from './token-views.js';
import { Tokens } from './tokens.js';

export interface TokenApiPorts {
  readonly runner: AggregateRunner;
  readonly ids: IdAllocator;
  readonly clock: Clock;
  readonly store: ReadStore;
  readonly lists: Pick<ListReader, 'page'>;
  readonly api: Pick<ResourceApi, 'readable'>;
  readonly lookup: ResourceService['lookup'];
  readonly caughtUp: (position: Position | undefined) => Promise<void>;
}

/** The lists of a user's tokens, by path segment: all, those for applications, those for nothing in particular. */
export const USER_TOKEN_LISTS = ['tokens', 'authorized_tokens', 'personal_tokens'] as const;

export type UserTokenList = (typeof USER_TOKEN_LISTS)[number];

/** A list of one user's tokens. */
export interface TokensOfUser {
  readonly user: number;
  readonly list: UserTokenList;
}

const FIND = `SELECT * FROM ${TOKEN_TABLE} WHERE id = ?`;

/** Tokens as the API speaks of them. A token is seen and changed by its user, and by those who manage its application. */
export class TokenApi {
  private readonly tokens: Tokens;
  private readonly issue: TokenIssue;
  private readonly views: TokenViews;

  constructor(private readonly ports: TokenApiPorts) {
    this.tokens = new Tokens(ports.runner);
    this.issue = new TokenIssue({ ...ports, tokens: this.tokens });
    this.views = new TokenViews(ports.store);
  }

  /** A token for the caller, its secret in the answer. */
  async create(body: JsonObject, caller: Caller): Promise<JsonObject> {
    const { viewer } = caller;
    const { scope = 'write', description = '' } = await tokenValues(body, 'create', this.ports.lookup);
    const application = await this.applicationIn(body, viewer);
    const issued = await this.issue.issue(
      { user: { id: viewer.id, name: viewer.username }, application, origin: 'api', scope, description },
      writeContext(caller),
    );
    await this.ports.caughtUp(issued.position);
    const [shown = {}] = await this.views.show([await this.row(issued.id)], issued);
    return shown;
  }

  /** The same below a user: nobody makes tokens for somebody else. Personal ones are for no application. */
  async createFor({ user, list }: TokensOfUser, body: JsonObject, caller: Caller): Promise<JsonObject> {
    await this.ports.api.readable({ kind: 'user', id: user }, caller.viewer);
    if (user !== caller.viewer.id) throw forbidden();
    const { application = null, ...rest } = body;
    if (list === 'personal_tokens') return this.create(rest, caller);
    if (list === 'authorized_tokens' && application === null)
      throw invalid({ application: ['This field is required.'] });
    return this.create(body, caller);
  }

  /** The same below an application. */
  createForApplication(application: number, body: JsonObject, caller: Caller): Promise<JsonObject> {
    return this.create({ ...body, application }, caller);
  }

  async list(search: string, { viewer }: Caller): Promise<JsonObject> {
    return this.page('/api/v2/tokens/', search, viewer);
  }

  async ofUser({ user, list }: TokensOfUser, search: string, { viewer }: Caller): Promise<JsonObject> {
    await this.ports.api.readable({ kind: 'user', id: user }, viewer);
    const path = `${urlOf(kindOf('user'), user)}${list}/`;
    return this.page(
      path,
      search,
      viewer,
      (alias) => sql`${sql.ref(`${alias}.user`)} = ${user} AND ${OF_LIST[list](alias)}`,
    );
  }

  async ofApplication(application: number, search: string, { viewer }: Caller): Promise<JsonObject> {
    const kind = kindOf('o_auth2_application');
    await this.ports.api.readable({ kind: 'o_auth2_application', id: application }, viewer);
    const own: Scope = (alias) => sql`${sql.ref(`${alias}.application`)} = ${application}`;
    return this.page(`${urlOf(kind, application)}tokens/`, search, viewer, own);
  }

  async read(id: number, { viewer }: Caller): Promise<JsonObject> {
    return this.shown(await this.permitted(id, viewer, 'read'));
  }

  async change(id: number, body: JsonObject, mode: 'put' | 'patch', caller: Caller): Promise<JsonObject> {
    await this.permitted(id, caller.viewer, 'change');
    const values = await tokenValues(body, mode, this.ports.lookup);
    const { position } = await this.tokens.handle(id, { type: 'ChangeToken', values }, writeContext(caller));
    await this.ports.caughtUp(position);
    return this.shown(await this.row(id));
  }

  async remove(id: number, caller: Caller): Promise<void> {
    await this.permitted(id, caller.viewer, 'change');
    const { position } = await this.tokens.handle(id, { type: 'RevokeToken', reason: 'deleted' }, writeContext(caller));
    await this.ports.caughtUp(position);
  }

  describeList(): JsonObject {
    return describeTokenList(true);
  }

  async describe(id: number, { viewer }: Caller): Promise<JsonObject> {
    return describeToken(await this.reaches(id, viewer, 'change'));
  }

  /** @throws DomainError missing | forbidden: existing but unreadable objects are told apart, as AWX does */
  private async permitted(id: number, viewer: Viewer, right: 'read' | 'change'): Promise<Row> {
    const row = await this.row(id);
    if (!(await this.reaches(id, viewer, right))) throw forbidden();
    return row;
  }

  private async reaches(id: number, viewer: Viewer, right: 'read' | 'change'): Promise<boolean> {
    const scope = await tokensFor(this.ports.store, viewer, right);
    const within = scope ? scope('t') : sql`1 = 1`;
    const query = sql`SELECT 1 AS one FROM ${sql.table(TOKEN_TABLE)} t WHERE t.id = ${id} AND ${within}`;
    return (await query.execute(this.ports.store.db)).rows.length > 0;
  }

  /** The application that a body names. @throws DomainError forbidden when the caller may not read it */
  private async applicationIn({ application = null }: JsonObject, viewer: Viewer): Promise<Named | null> {
    if (application === null) return null;
    const id = Number(application);
    const row = await this.ports.api.readable({ kind: 'o_auth2_application', id }, viewer);
    return { id, name: String(row['name']) };
  }

  private async row(id: number): Promise<Row> {
    const [row] = await this.ports.store.all(FIND, [id]);
    if (!row) throw missing();
    return row;
  }

  private async shown(row: Row): Promise<JsonObject> {
    const [shown = {}] = await this.views.show([row]);
    return shown;
  }

  private async page(path: string, search: string, viewer: Viewer, own?: Scope): Promise<JsonObject> {
    const scopes = [await tokensFor(this.ports.store, viewer, 'read'), own].filter((scope) => scope !== undefined);
    const page = await this.ports.lists.page({ model: tokenModel, path, search, scopes });
    return listAnswer(page, await this.views.show(page.rows));
  }
}

const OF_LIST: Readonly<Record<UserTokenList, Scope>> = {
  tokens: () => sql`1 = 1`,
  authorized_tokens: (alias) => sql`${sql.ref(`${alias}.application`)} IS NOT NULL`,
  personal_tokens: (alias) => sql`${sql.ref(`${alias}.application`)} IS NULL`,
};
