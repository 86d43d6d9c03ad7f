import type { Projection, RowWriter, StoredEvent } from '@application/ports';
import { SYSTEM } from '@domain/access';
import type { Changed, Created, Grantee, Linked, Role } from '@domain/resource';
import { SYSTEM_ROLES_STREAM, type SystemRoleIds } from '@domain/system-roles';
import type { FieldDeclaration } from '../declaration/field.js';
import type { ResourceDeclaration } from '../declaration/resource.js';
import { emptyValue } from '../declaration/field.js';
import { RESOURCES } from '../registry.js';
import { toColumn } from './rows.js';
import { columnsOf, linkRelations, linkTable, quoted, schemaOf, tablesOf } from './tables.js';

type Done = void | Promise<void>;
type Write = (rows: RowWriter, event: StoredEvent, declaration: ResourceDeclaration) => Done;

const idOf = ({ stream }: StoredEvent): number => Number(stream.slice(stream.lastIndexOf('-') + 1));

/** The user behind an event; events of the service itself show none. */
const userOf = ({ meta }: StoredEvent): number | null => (meta.actor.kind === 'user' ? meta.actor.id : null);

const insert: Write = async (rows, event, declaration) => {
  const { id, fields, roles } = event.data as Created;
  const columns = columnsOf(declaration);
  const values = columns.map((field) => toColumn(field, fields[field.name] ?? emptyValue(field)));
  const names = ['id', ...columns.map(({ name }) => quoted(name)), 'created', 'modified', 'created_by', 'modified_by'];
  await rows.run(
    `INSERT INTO ${quoted(declaration.type)} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
    [id, ...values, event.meta.at, declaration.type === 'user' ? null : event.meta.at, userOf(event), userOf(event)],
  );
  if (declaration.type === 'user') await rows.run(SYSTEM_GRANTS_OF_USER, [id]);
  for (const [field, roleId] of Object.entries(roles))
    await rows.run('INSERT INTO role (id, object_type, object_id, role_field) VALUES (?, ?, ?, ?)', [
      roleId,
      declaration.type,
      id,
      field,
    ]);
};

const update: Write = async (rows, event, declaration) => {
  const { changes } = event.data as Changed;
  const known = new Map<string, FieldDeclaration>(columnsOf(declaration).map((field) => [field.name, field]));
  const sets = changes.flatMap((change) => {
    const field = known.get(change.field);
    return field ? [{ sql: `${quoted(field.name)} = ?`, value: toColumn(field, change.new) }] : [];
  });
  const signature = declaration.type === 'user' ? [] : ['modified = ?', 'modified_by = ?'];
  const signed = declaration.type === 'user' ? [] : [event.meta.at, userOf(event)];
  const assignments = [...sets.map(({ sql }) => sql), ...signature];
  if (assignments.length === 0) return;
  await rows.run(`UPDATE ${quoted(declaration.type)} SET ${assignments.join(', ')} WHERE id = ?`, [
    ...sets.map(({ value }) => value),
    ...signed,
    idOf(event),
  ]);
  if (declaration.type === 'user') await regrant(rows, idOf(event));
};

/** Roles of the system are held by flags. */
const SYSTEM_GRANTS = `INSERT INTO role_grant (role_id, grantee_kind, grantee_id) SELECT role.id, 'user', one.id
  FROM "user" one JOIN role ON role.object_type = '${SYSTEM}' AND ((role.role_field = 'system_administrator' AND one.is_superuser = 1)
    OR (role.role_field = 'system_auditor' AND one.is_system_auditor = 1))`;
const SYSTEM_GRANTS_OF_USER = `${SYSTEM_GRANTS} WHERE one.id = ?`;

const regrant = async (rows: RowWriter, user: number): Promise<void> => {
  await rows.run(
    `DELETE FROM role_grant WHERE grantee_kind = 'user' AND grantee_id = ?
      AND role_id IN (SELECT id FROM role WHERE object_type = '${SYSTEM}')`,
    [user],
  );
  await rows.run(SYSTEM_GRANTS_OF_USER, [user]);
};

/** Users that were there before get their roles now. */
const establish = async (rows: RowWriter, event: StoredEvent): Promise<void> => {
  for (const [field, id] of Object.entries(event.data as SystemRoleIds))
    await rows.run('INSERT INTO role (id, object_type, object_id, role_field) VALUES (?, ?, 0, ?)', [
      id,
      SYSTEM,
      field,
    ]);
  await rows.run(SYSTEM_GRANTS, []);
};

const remove: Write = async (rows, event, declaration) => {
  const id = idOf(event);
  const { type } = declaration;
  await rows.run(`DELETE FROM ${quoted(type)} WHERE id = ?`, [id]);
  for (const { name } of linkRelations(declaration))
    await rows.run(`DELETE FROM ${linkTable(declaration, name)} WHERE parent_id = ?`, [id]);
  await rows.run(
    'DELETE FROM role_grant WHERE role_id IN (SELECT id FROM role WHERE object_type = ? AND object_id = ?)',
    [type, id],
  );
  await rows.run('DELETE FROM role WHERE object_type = ? AND object_id = ?', [type, id]);
  if (type === 'user' || type === 'team')
    await rows.run('DELETE FROM role_grant WHERE grantee_kind = ? AND grantee_id = ?', [type, id]);
};

const attach: Write = async (rows, event, declaration) => {
  const { relation, child } = event.data as { relation: string; child: Linked };
  const table = linkTable(declaration, relation);
  await rows.run(
    `INSERT INTO ${table} (parent_id, child_id, position) SELECT ?, ?, COALESCE(MAX(position), 0) + 1 FROM ${table} WHERE parent_id = ?`,
    [idOf(event), child.id, idOf(event)],
  );
};

const detach: Write = async (rows, event, declaration) => {
  const { relation, child } = event.data as { relation: string; child: Linked };
  await rows.run(`DELETE FROM ${linkTable(declaration, relation)} WHERE parent_id = ? AND child_id = ?`, [
    idOf(event),
    child.id,
  ]);
};

const grant: Write = (rows, event) => {
  const { role, to } = event.data as { role: Role; to: Grantee };
  return rows.run('INSERT INTO role_grant (role_id, grantee_kind, grantee_id) VALUES (?, ?, ?)', [
    role.id,
    to.kind,
    to.id,
  ]);
};

const revoke: Write = (rows, event) => {
  const { role, to } = event.data as { role: Role; to: Grantee };
  return rows.run('DELETE FROM role_grant WHERE role_id = ? AND grantee_kind = ? AND grantee_id = ?', [
    role.id,
    to.kind,
    to.id,
  ]);
};

const survey: Write = (rows, event, { type }) =>
  rows.run(`UPDATE ${quoted(type)} SET survey_spec = ? WHERE id = ?`, [
    event.type === 'SurveySpecRemoved' ? null : JSON.stringify(event.data),
    idOf(event),
  ]);

/** What each event writes, by stream prefix and event type. */
const writersOf = ({ noun }: ResourceDeclaration): Readonly<Record<string, Write>> => ({
  [`${noun}Created`]: insert,
  [`${noun}Changed`]: update,
  [`${noun}Deleted`]: remove,
  [`${noun}Attached`]: attach,
  [`${noun}Detached`]: detach,
  RoleGranted: grant,
  RoleRevoked: revoke,
  SurveySpecReplaced: survey,
  SurveySpecRemoved: survey,
});

const PLACES = new Map(
  RESOURCES.map((declaration) => [declaration.prefix, { declaration, writers: writersOf(declaration) }]),
);

/** Tables of all resources: one per kind, one per many-to-many relation, roles and grants. */
export const resourceProjection: Projection = {
  name: 'resources',
  version: 4,
  schema: schemaOf(RESOURCES),
  tables: tablesOf(RESOURCES),
  project: (rows, event) => {
    if (event.stream === SYSTEM_ROLES_STREAM) return establish(rows, event);
    const place = PLACES.get(event.stream.slice(0, event.stream.indexOf('-')));
    const write = place?.writers[event.type];
    return place && write ? write(rows, event, place.declaration) : undefined;
  },
};
