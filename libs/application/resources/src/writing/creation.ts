import type { IdAllocator } from '@application/ports';
import type { Viewer } from '@domain/access';
import { DomainError } from '@domain/kernel';
import type { Claim, Grantee, StoredFields } from '@domain/resource';
import { type ResourceDeclaration, streamOf } from '../declaration/resource.js';
import type { Fields, Lookup } from '../declaration/rules.js';
import { textOf } from '../declaration/text.js';
import { kindOf } from '../registry.js';
import type { Aggregates } from './aggregates.js';
import type { WriteContext, Written } from './context.js';
import type { ClaimRequest, Names } from './names.js';

/** An object about to be. */
export interface NewObject {
  readonly declaration: ResourceDeclaration;
  readonly id: number;
  /** As users see them: they say how it is called and whose it is. */
  readonly values: Fields;
  /** As they are stored. */
  readonly fields: StoredFields;
  /** A name that is taken is taken all the same, and stays with who has it: so AWX copies templates. */
  readonly mayShareName?: boolean;
}

export interface CreationPorts {
  readonly ids: IdAllocator;
  readonly aggregates: Aggregates;
  readonly names: Names;
  readonly lookup: Lookup;
}

/** The last step of every creation: names are reserved, roles get ids, the event is written. */
export class Creation {
  constructor(private readonly ports: CreationPorts) {}

  /** @throws DomainError `invalid` when a name is taken */
  append(made: NewObject, context: WriteContext): Promise<Written> {
    return this.ports.names.inTurn(made, () => this.appendNow(made, context));
  }

  private async appendNow(made: NewObject, context: WriteContext): Promise<Written> {
    const { declaration, id, values, fields } = made;
    const { type } = declaration;
    const name = textOf(values[declaration.nameField]);
    const owner = streamOf(declaration, id);
    const claims = await this.claims({ declaration, owner, name, values, current: [], context }, made);
    const roles = await this.roleIds(declaration);
    const admin = await this.administrator(values, roles, context.viewer);
    const data = { id, name, fields, roles, claims, admin };
    const { position } = await this.ports.aggregates.handle(type, id, { type: 'CreateResource', data }, context);
    return { type, id, position };
  }

  private async claims(request: ClaimRequest, { mayShareName = false }: NewObject): Promise<readonly Claim[]> {
    try {
      return await this.ports.names.claim(request);
    } catch (error) {
      if (mayShareName && error instanceof DomainError && error.code === 'NAME_TAKEN') return [];
      throw error;
    }
  }

  private async roleIds({ roles }: ResourceDeclaration): Promise<Readonly<Record<string, number>>> {
    if (roles.length === 0) return {};
    const ids = await this.ports.ids.many('role', roles.length);
    return Object.fromEntries(roles.map(({ field }, index) => [field, ids[index] ?? 0]));
  }

  /** Who becomes administrator: the owner of a private credential, else the creator; superusers need no role. */
  private async administrator(
    values: Fields,
    roles: Readonly<Record<string, number>>,
    viewer: Viewer,
  ): Promise<{ role: { id: number; field: string }; to: Grantee } | null> {
    const id = roles['admin_role'];
    if (id === undefined) return null;
    const role = { id, field: 'admin_role' };
    for (const kind of ['user', 'team'] as const) {
      const owner = values[kind];
      const found = typeof owner === 'number' ? await this.ports.lookup.find(kind, owner) : undefined;
      if (found) return { role, to: { kind, id: found.id, name: textOf(found[kindOf(kind).nameField]) } };
    }
    return viewer.isSuperuser ? null : { role, to: { kind: 'user', id: viewer.id, name: viewer.username } };
  }
}
