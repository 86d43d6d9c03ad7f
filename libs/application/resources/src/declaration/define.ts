import 'reflect-metadata';
import { fieldsOf } from './decorators.js';
import type { RelationDeclaration, ResourceDeclaration } from './resource.js';

const RESOURCE = Symbol('resource');

type RelationOptions = Omit<RelationDeclaration, 'path' | 'ordered' | 'creates' | 'kind'> &
  Partial<Pick<RelationDeclaration, 'path' | 'ordered' | 'creates' | 'kind'>>;

type Optional =
  | 'nameField'
  | 'signed'
  | 'methods'
  | 'unique'
  | 'roles'
  | 'search'
  | 'ordering'
  | 'rules'
  | 'capabilities'
  | 'isForOverseers';

export type ResourceOptions = Omit<ResourceDeclaration, 'fields' | 'relations' | Optional> &
  Partial<Pick<ResourceDeclaration, Optional>> & { readonly relations?: readonly RelationOptions[] };

export type ResourceClass = new () => object;

const relation = (options: RelationOptions): RelationDeclaration => ({
  path: options.name,
  kind: 'links',
  ordered: false,
  creates: false,
  ...options,
});

/** Declares a kind of resource; its decorated properties are its fields. */
export const Resource =
  (options: ResourceOptions): ClassDecorator =>
  (target) => {
    const declaration: ResourceDeclaration = {
      nameField: 'name',
      signed: true,
      methods: ['POST', 'PUT', 'PATCH', 'DELETE'],
      unique: [],
      roles: [],
      ordering: ['id'],
      search: ['description', 'name'],
      capabilities: { edit: 'change', delete: 'delete' },
      rules: {},
      isForOverseers: false,
      ...options,
      fields: fieldsOf(target as unknown as ResourceClass),
      relations: (options.relations ?? []).map(relation),
    };
    Reflect.defineMetadata(RESOURCE, declaration, target);
  };

/** The declaration of a class. @throws when the class carries none */
export const declarationOf = (type: ResourceClass): ResourceDeclaration => {
  const declaration = Reflect.getOwnMetadata(RESOURCE, type) as ResourceDeclaration | undefined;
  if (!declaration) throw new Error(`${type.name} is not declared as a resource`);
  return declaration;
};
