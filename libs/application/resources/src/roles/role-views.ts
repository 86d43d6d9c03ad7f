import type { ReadStore, Row } from '@application/ports';
import { SYSTEM } from '@domain/access';
import type { JsonObject } from '@domain/kernel';
import type { ResourceType } from '../declaration/field.js';
import { type RoleDeclaration, urlOf } from '../declaration/resource.js';
import { groupedByText, textOr } from '../reading/sql-rows.js';
import { Summaries } from '../reading/summaries.js';
import { kindOf } from '../registry.js';

const declared = (type: ResourceType, field: string): Pick<RoleDeclaration, 'name' | 'description'> =>
  kindOf(type).roles.find((role) => role.field === field) ?? { name: field, description: '' };

/** Roles of the whole system, as AWX calls them. */
export const SYSTEM_ROLES: Readonly<Record<string, Pick<RoleDeclaration, 'name' | 'description'>>> = {
  system_administrator: { name: 'System Administrator', description: 'Can manage all aspects of the system' },
  system_auditor: { name: 'System Auditor', description: 'Can view all aspects of the system' },
};

const systemView = (row: Row): JsonObject => {
  const id = Number(row['id']);
  const url = `/api/v2/roles/${id}/`;
  const related = { users: `${url}users/`, teams: `${url}teams/` };
  const { name = '', description = '' } = SYSTEM_ROLES[textOr(row['role_field'], '')] ?? {};
  return { id, type: 'role', url, related, summary_fields: {}, name, description };
};

const viewOf = (row: Row, object: JsonObject | undefined): JsonObject => {
  const id = Number(row['id']);
  const type = textOr(row['object_type'], '') as ResourceType;
  const objectId = Number(row['object_id']);
  const { name, description } = declared(type, textOr(row['role_field'], ''));
  const url = `/api/v2/roles/${id}/`;
  return {
    id,
    type: 'role',
    url,
    related: { users: `${url}users/`, teams: `${url}teams/`, [type]: urlOf(kindOf(type), objectId) },
    summary_fields: {
      ...(object && { resource_name: object['name'] ?? null }),
      resource_type: type,
      resource_type_display_name: kindOf(type).title,
      resource_id: objectId,
    },
    name,
    description,
  };
};

/** Roles as the API shows them, with the names of what they are roles of: one query per kind on the page. */
export const showRoles = async (store: ReadStore, rows: readonly Row[]): Promise<readonly JsonObject[]> => {
  const summaries = new Summaries(store);
  const byType = groupedByText(
    rows.filter((row) => row['object_type'] !== SYSTEM),
    'object_type',
  );
  const found = new Map(
    await Promise.all(
      [...byType].map(async ([type, of]) => {
        const ids = of.map((row) => Number(row['object_id']));
        return [type, await summaries.of(type as ResourceType, ids)] as const;
      }),
    ),
  );
  return rows.map((row) =>
    row['object_type'] === SYSTEM
      ? systemView(row)
      : viewOf(row, found.get(textOr(row['object_type'], ''))?.get(Number(row['object_id']))),
  );
};
