import type { FieldDeclaration } from '../declaration/field.js';
import type { RelationDeclaration, ResourceDeclaration } from '../declaration/resource.js';

/** Does the field have a column in its kind's table? */
export const isColumn = (field: FieldDeclaration): boolean => field.origin === 'event' && field.writing !== 'only';

export const columnsOf = ({ fields }: ResourceDeclaration): readonly FieldDeclaration[] => fields.filter(isColumn);

const SQL_TYPES: Readonly<Record<string, string>> = { flag: 'INTEGER', integer: 'INTEGER', reference: 'INTEGER' };

/** Table that holds a relation: parent, child, order of attachment. */
export const linkTable = (declaration: Pick<ResourceDeclaration, 'type'>, relation: string): string =>
  `${declaration.type}_${relation}`;

export const linkRelations = ({ relations }: ResourceDeclaration): readonly RelationDeclaration[] =>
  relations.filter(({ kind }) => kind === 'links');

/** Names are quoted: `group` and `limit` are words of SQL. */
export const quoted = (name: string): string => `"${name}"`;

const columnType = (field: FieldDeclaration): string =>
  field.type === 'choice' && typeof field.default === 'number' ? 'INTEGER' : (SQL_TYPES[field.type] ?? 'TEXT');

const kindTable = (declaration: ResourceDeclaration): readonly string[] => {
  const table = quoted(declaration.type);
  const columns = columnsOf(declaration).map((field) => `${quoted(field.name)} ${columnType(field)}`);
  const extra = [
    'created TEXT NOT NULL',
    'modified TEXT',
    'created_by INTEGER',
    'modified_by INTEGER',
    'survey_spec TEXT',
  ];
  const references = columnsOf(declaration).filter(({ type }) => type === 'reference');
  return [
    `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, ${[...columns, ...extra].join(', ')})`,
    ...[declaration.nameField, ...references.map(({ name }) => name)].map(
      (name) => `CREATE INDEX ${quoted(`${declaration.type}__${name}`)} ON ${table} (${quoted(name)})`,
    ),
  ];
};

const linkTables = (declaration: ResourceDeclaration): readonly string[] =>
  linkRelations(declaration).flatMap(({ name }) => {
    const table = linkTable(declaration, name);
    return [
      `CREATE TABLE ${table} (parent_id INTEGER NOT NULL, child_id INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (parent_id, child_id))`,
      `CREATE INDEX ${table}__child ON ${table} (child_id)`,
    ];
  });

const ROLE_TABLES = [
  'CREATE TABLE role (id INTEGER PRIMARY KEY, object_type TEXT NOT NULL, object_id INTEGER NOT NULL, role_field TEXT NOT NULL)',
  'CREATE INDEX role__object ON role (object_type, object_id)',
  'CREATE TABLE role_grant (role_id INTEGER NOT NULL, grantee_kind TEXT NOT NULL, grantee_id INTEGER NOT NULL, PRIMARY KEY (role_id, grantee_kind, grantee_id))',
  'CREATE INDEX role_grant__grantee ON role_grant (grantee_kind, grantee_id)',
];

/** `CREATE` statements of all kinds. */
export const schemaOf = (declarations: readonly ResourceDeclaration[]): readonly string[] => [
  ...declarations.flatMap((declaration) => [...kindTable(declaration), ...linkTables(declaration)]),
  ...ROLE_TABLES,
];

export const tablesOf = (declarations: readonly ResourceDeclaration[]): readonly string[] => [
  ...declarations.flatMap((declaration) => [
    declaration.type,
    ...linkRelations(declaration).map(({ name }) => linkTable(declaration, name)),
  ]),
  'role',
  'role_grant',
];
