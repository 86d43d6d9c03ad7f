import type { ReadStore, Row, SqlValue } from '@application/ports';
import { type Grant, type Holdings, type TeamGrants, type Viewer, holdingsThroughTeams, reach } from '@domain/access';
import { groupedBy, idOrNull } from './sql-rows.js';

const GRANTS = `SELECT g.grantee_id, r.object_type, r.object_id, r.role_field FROM role_grant g JOIN role r ON r.id = g.role_id
  WHERE g.grantee_kind = ? AND g.grantee_id IN (SELECT value FROM json_each(?))`;

/** Either side has an index; one OR over both would read every team. */
const TEAMS = `SELECT id, organization FROM team WHERE id IN (SELECT value FROM json_each(?))
  UNION SELECT id, organization FROM team WHERE organization IN (SELECT value FROM json_each(?))`;

const grantOf = (row: Row): Grant => ({
  type: String(row['object_type']),
  id: Number(row['object_id']),
  role: String(row['role_field']),
});

/**
 * What a viewer holds now, teams included. Only teams that the viewer is in are read, and again as long as one leads to
 * another: teams in teams are rare, and those of others may be many. Superusers need nothing.
 */
export const readHoldings = async (store: ReadStore, viewer: Viewer): Promise<Holdings> => {
  if (viewer.isSuperuser) return new Map();
  const own = (await grantsOf(store, 'user', [viewer.id])).map(grantOf);
  let teams: readonly TeamGrants[] = [];
  for (;;) {
    const held = holdingsThroughTeams(own, teams);
    const { ids, organizations } = reach(held, 'team', 'member_role');
    if (ids.length + organizations.length === 0) return held;
    const rows = await store.all(TEAMS, [JSON.stringify(ids), JSON.stringify(organizations)]);
    if (rows.length === teams.length) return held;
    teams = await withGrants(store, rows);
  }
};

const grantsOf = async (
  store: ReadStore,
  kind: 'user' | 'team',
  ids: readonly (SqlValue | undefined)[],
): Promise<readonly Row[]> => store.all(GRANTS, [kind, JSON.stringify(ids)]);

const withGrants = async (store: ReadStore, teams: readonly Row[]): Promise<readonly TeamGrants[]> => {
  const ids = teams.map(({ id }) => id);
  const granted = groupedBy(await grantsOf(store, 'team', ids), 'grantee_id');
  return teams.map(({ id, organization }) => ({
    id: Number(id),
    organization: idOrNull(organization),
    grants: (granted.get(Number(id)) ?? []).map(grantOf),
  }));
};
