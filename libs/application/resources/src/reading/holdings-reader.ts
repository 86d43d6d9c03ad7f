import type { ReadStore, Row } from '@application/ports';
import { type Grant, type Holdings, type TeamGrants, type Viewer, holdingsThroughTeams } from '@domain/access';

const GRANTS =
  'SELECT g.grantee_id, r.object_type, r.object_id, r.role_field FROM role_grant g JOIN role r ON r.id = g.role_id WHERE g.grantee_kind = ?';

const grantOf = (row: Row): Grant => ({
  type: String(row['object_type']),
  id: Number(row['object_id']),
  role: String(row['role_field']),
});

/** What a viewer holds now, teams included: three queries. Superusers need none. */
export const readHoldings = async (store: ReadStore, viewer: Viewer): Promise<Holdings> => {
  if (viewer.isSuperuser) return new Map();
  const own = await store.all(`${GRANTS} AND g.grantee_id = ?`, ['user', viewer.id]);
  if (own.length === 0) return new Map();
  const teams = await store.all('SELECT id, organization FROM team', []);
  const granted = await store.all(GRANTS, ['team']);
  return holdingsThroughTeams(
    own.map(grantOf),
    teams.map((team) => teamOf(team, granted)),
  );
};

const teamOf = (team: Row, granted: readonly Row[]): TeamGrants => ({
  id: Number(team['id']),
  organization: team['organization'] === null ? null : Number(team['organization']),
  grants: granted.filter((row) => row['grantee_id'] === team['id']).map(grantOf),
});
