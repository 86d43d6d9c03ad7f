import {
  COPIED,
  GROUP_LISTS,
  kindOf,
  type RelationDeclaration,
  type ResourceDeclaration,
  type ResourceType,
  RESOURCES,
  ROLE_SUBLISTS,
} from '@application/resources';
import { ANYTHING, arrayOf, FLAG, INTEGER, OBJECT, objectOf, ref, TEXT } from '../json-schema.js';
import type { Operation, Shape, Shapes } from '../shape.js';

const root = (type: ResourceType): string => `/api/v2/${kindOf(type).path}/`;

/** Attaches and detaches, or creates and attaches. */
const relating = (model: string, creates: boolean): Operation =>
  creates
    ? {
        takes: { anyOf: [ref('Association'), ref(`${model}Create`)] },
        answers: ref(model),
        or: { status: 204 },
      }
    : { takes: ref('Association'), status: 204 };

const sublist = ({ target, kind, creates }: RelationDeclaration): Shape => {
  const { model } = kindOf(target);
  const isWritten = kind === 'links' || kind === 'owned' || creates;
  return { GET: { page: model }, ...(isWritten && { POST: relating(model, creates) }) };
};

const ofKind = (kind: ResourceDeclaration): Shapes => {
  const [shown, changed] = [ref(kind.model), ref(`${kind.model}Change`)];
  const path = root(kind.type);
  return {
    [path]: { GET: { page: kind.model }, POST: { takes: ref(`${kind.model}Create`), answers: shown } },
    [`${path}:id/`]: {
      GET: { answers: shown },
      PUT: { takes: ref(`${kind.model}Create`), answers: shown },
      PATCH: { takes: changed, answers: shown },
      DELETE: { status: kind.type === 'inventory' ? 202 : 204 },
    },
    ...Object.fromEntries(kind.relations.map((relation) => [`${path}:id/${relation.path}/`, sublist(relation)])),
    ...(kind.roles.length > 0 && { [`${path}:id/object_roles/`]: { GET: { page: 'Role' } } }),
    [`${path}:id/access_list/`]: { GET: { page: 'User' } },
    ...(COPIED[kind.type] && {
      [`${path}:id/copy/`]: {
        GET: { answers: objectOf({ can_copy: FLAG }) },
        POST: { takes: objectOf({ name: TEXT }), answers: shown },
      },
    }),
  };
};

const fromRoles = (): Shapes =>
  Object.fromEntries(
    ROLE_SUBLISTS.map(({ kind, path, target, gives }) => {
      const { model } = kindOf(target);
      return [
        `${root(kind)}:id/${path}/`,
        { GET: { page: model }, ...(gives !== undefined && { POST: relating(model, true) }) },
      ];
    }),
  );

const fromGroups = (): Shapes =>
  Object.fromEntries(
    GROUP_LISTS.map(({ kind, path, target }) => [`${root(kind)}:id/${path}/`, { GET: { page: kindOf(target).model } }]),
  );

const variables = (type: ResourceType): Shapes => {
  const parsed = { ...OBJECT, description: 'All variables, as an object.' };
  const written: Operation = { takes: parsed, answers: parsed };
  return { [`${root(type)}:id/variable_data/`]: { GET: { answers: parsed }, PUT: written, PATCH: written } };
};

const ROLES: Shapes = {
  '/api/v2/roles/': { GET: { page: 'Role' } },
  '/api/v2/roles/:id/': { GET: { answers: ref('Role') } },
  '/api/v2/roles/:id/parents/': { GET: { page: 'Role' } },
  '/api/v2/roles/:id/children/': { GET: { page: 'Role' } },
  '/api/v2/roles/:id/users/': { GET: { page: 'User' }, POST: relating('User', false) },
  '/api/v2/roles/:id/teams/': { GET: { page: 'Team' }, POST: relating('Team', false) },
  '/api/v2/users/:id/roles/': { GET: { page: 'Role' }, POST: relating('Role', false) },
  '/api/v2/teams/:id/roles/': { GET: { page: 'Role' }, POST: relating('Role', false) },
};

const OTHERS: Shapes = {
  '/api/v2/unified_job_templates/': { GET: { page: 'UnifiedJobTemplate' } },
  '/api/v2/me/': { GET: { answers: { ...objectOf({ count: INTEGER, results: arrayOf(ref('User')) }) } } },
  '/api/v2/inventories/:id/script/': {
    GET: {
      answers: { ...OBJECT, description: 'The inventory as Ansible reads it.' },
      query: {
        hostvars: '`1`: with the variables of hosts',
        towervars: '`1`: with ids and states of hosts among their variables',
        all: '`1`: disabled hosts, too',
        subset: '`slice1of3`: the hosts of one slice of a sliced job',
        host: 'Name of one host, whose variables are the answer',
      },
    },
  },
  '/api/v2/inventories/:id/tree/': {
    GET: { answers: arrayOf({ allOf: [ref('Group'), objectOf({ children: arrayOf(ANYTHING) })] }) },
  },
  '/api/v2/projects/:id/playbooks/': { GET: { answers: arrayOf(TEXT) } },
  '/api/v2/projects/:id/inventories/': { GET: { answers: arrayOf(TEXT) } },
};

/** What resources, their sublists and their roles take and answer, from the declarations. */
export const resourceShapes = (): Shapes =>
  Object.assign(
    {},
    ...RESOURCES.map(ofKind),
    ...(['inventory', 'host', 'group'] as const).map(variables),
    fromRoles(),
    fromGroups(),
    ROLES,
    OTHERS,
  ) as Shapes;
