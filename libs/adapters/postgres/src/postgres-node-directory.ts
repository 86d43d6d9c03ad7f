import type { NodeDirectory, NodeReport, ReadStore, Row, SeenNode } from '@application/ports';

/** Columns of a report, in the order of its parameters. */
const COLUMNS = ['name', 'id', 'uuid', 'boot', 'roles', 'site', 'capacity', 'cpu', 'memory', 'version'] as const;

/** Of no projection: it outlives all versions of the read models. */
export const NODE_TABLE = `CREATE TABLE IF NOT EXISTS node_heartbeat (name TEXT PRIMARY KEY, id INTEGER NOT NULL, uuid TEXT NOT NULL,
  boot TEXT NOT NULL, roles TEXT NOT NULL, site TEXT NOT NULL, capacity INTEGER NOT NULL, cpu INTEGER NOT NULL, memory INTEGER NOT NULL,
  version TEXT NOT NULL, seen TIMESTAMPTZ NOT NULL, has_left INTEGER NOT NULL)`;

const WRITE = `INSERT INTO node_heartbeat (${COLUMNS.join(', ')}, seen, has_left)
  VALUES (${COLUMNS.map(() => '?').join(', ')}, clock_timestamp(), 0)
  ON CONFLICT (name) DO UPDATE SET ${COLUMNS.slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')},
    seen = excluded.seen, has_left = 0`;
const CLAIM = `${WRITE} WHERE node_heartbeat.has_left = 1 OR node_heartbeat.boot = excluded.boot OR node_heartbeat.boot = ? RETURNING name`;

const SILENT = 'GREATEST(extract(epoch FROM clock_timestamp() - seen), 0)::double precision';
/** All of one statement sees the row as it was before. */
const BEAT = `WITH told AS (${WRITE} WHERE node_heartbeat.boot = excluded.boot RETURNING name)
  SELECT (SELECT COUNT(*) FROM told) AS told, (SELECT ${SILENT} FROM node_heartbeat WHERE name = ? AND boot = ?) AS silent`;
const LEAVE = 'UPDATE node_heartbeat SET has_left = 1 WHERE name = ? AND boot = ?';
const NODES = `SELECT *, ${SILENT} AS silent, to_char(seen AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS last_seen
  FROM node_heartbeat ORDER BY id, name`;
const FORGET = 'DELETE FROM node_heartbeat WHERE seen < clock_timestamp() - make_interval(secs => ?::double precision)';

/** Table `node_heartbeat` beside the read models. The server's clock is the only one that counts. */
export class PostgresNodeDirectory implements NodeDirectory {
  /** @param store the read models of this installation, on PostgreSQL: they make the table */
  constructor(private readonly store: Pick<ReadStore, 'all'>) {}

  async claim(report: NodeReport, replaces: string | null): Promise<boolean> {
    const taken = await this.store.all(CLAIM, [...valuesOf(report), replaces]);
    return taken.length === 1;
  }

  async beat(report: NodeReport): Promise<number | null> {
    const [row] = await this.store.all(BEAT, [...valuesOf(report), report.name, report.boot]);
    if (Number(row?.['told']) !== 1) return null;
    const silent = row?.['silent'] ?? null;
    return silent === null ? Infinity : Number(silent);
  }

  async leave(name: string, boot: string): Promise<void> {
    await this.store.all(LEAVE, [name, boot]);
  }

  async nodes(): Promise<readonly SeenNode[]> {
    return (await this.store.all(NODES, [])).map(seenNode);
  }

  async forgetSilent(seconds: number): Promise<void> {
    await this.store.all(FORGET, [seconds]);
  }
}

const valuesOf = ({ roles, ...report }: NodeReport): readonly (string | number)[] =>
  COLUMNS.map((column) => (column === 'roles' ? roles.join(',') : report[column]));

const seenNode = (row: Row): SeenNode => ({
  ...{ name: String(row['name']), id: Number(row['id']), uuid: String(row['uuid']), boot: String(row['boot']) },
  roles: String(row['roles']).split(',') as unknown as NodeReport['roles'],
  ...{ site: String(row['site']), version: String(row['version']) },
  ...{ capacity: Number(row['capacity']), cpu: Number(row['cpu']), memory: Number(row['memory']) },
  ...{ silentFor: Number(row['silent']), lastSeen: String(row['last_seen']), hasLeft: row['has_left'] === 1 },
});
