import { CONFIGURATION_COLUMNS, MemberRows } from '@application/saved-configurations';

export const NODE_TABLE = 'workflow_job_template_node';
export const EDGE_TABLE = 'workflow_job_template_node_edge';
/** Credentials, labels and instance groups of nodes: `relation` is the kind of the child. */
export const LINK_TABLE = 'workflow_job_template_node_link';
export const NODE_MEMBERS = new MemberRows(LINK_TABLE, 'node');

export const NODE_TABLES = [NODE_TABLE, EDGE_TABLE, LINK_TABLE];

/** `lost_template`: one that is deleted and that the graph still has to let go of. */
export const NODE_SCHEMA = [
  `CREATE TABLE ${NODE_TABLE} (
    id INTEGER PRIMARY KEY, workflow_job_template INTEGER NOT NULL, unified_job_template INTEGER,
    lost_template INTEGER, identifier TEXT NOT NULL, all_parents_must_converge INTEGER NOT NULL,
    ${CONFIGURATION_COLUMNS}, created TEXT NOT NULL, modified TEXT NOT NULL)`,
  `CREATE INDEX ${NODE_TABLE}__workflow ON ${NODE_TABLE} (workflow_job_template)`,
  `CREATE INDEX ${NODE_TABLE}__template ON ${NODE_TABLE} (unified_job_template)`,
  `CREATE INDEX ${NODE_TABLE}__lost ON ${NODE_TABLE} (lost_template) WHERE lost_template IS NOT NULL`,
  `CREATE TABLE ${EDGE_TABLE} (parent INTEGER NOT NULL, child INTEGER NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (parent, child))`,
  `CREATE INDEX ${EDGE_TABLE}__child ON ${EDGE_TABLE} (child)`,
  ...NODE_MEMBERS.schema,
];
