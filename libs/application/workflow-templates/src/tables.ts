import type { ScalarField } from '@domain/launch';

/** Columns of the saved prompts of one value. */
export const PROMPT_COLUMNS: Readonly<Record<ScalarField, 'TEXT' | 'INTEGER'>> = {
  inventory: 'INTEGER',
  scm_branch: 'TEXT',
  job_type: 'TEXT',
  job_tags: 'TEXT',
  skip_tags: 'TEXT',
  limit: 'TEXT',
  diff_mode: 'INTEGER',
  verbosity: 'INTEGER',
  execution_environment: 'INTEGER',
  forks: 'INTEGER',
  job_slice_count: 'INTEGER',
  timeout: 'INTEGER',
};

const prompts = Object.entries(PROMPT_COLUMNS).map(([name, type]) => `"${name}" ${type}`);

export const NODE_TABLE = 'workflow_job_template_node';
export const EDGE_TABLE = 'workflow_job_template_node_edge';
/** Credentials, labels and instance groups of nodes: `relation` is the kind of the child. */
export const LINK_TABLE = 'workflow_job_template_node_link';

export const NODE_TABLES = [NODE_TABLE, EDGE_TABLE, LINK_TABLE];

/** `lost_template`: one that is deleted and that the graph still has to let go of. */
export const NODE_SCHEMA = [
  `CREATE TABLE ${NODE_TABLE} (
    id INTEGER PRIMARY KEY, workflow_job_template INTEGER NOT NULL, unified_job_template INTEGER,
    lost_template INTEGER, identifier TEXT NOT NULL, all_parents_must_converge INTEGER NOT NULL, extra_data TEXT NOT NULL,
    ${prompts.join(', ')}, created TEXT NOT NULL, modified TEXT NOT NULL)`,
  `CREATE INDEX ${NODE_TABLE}__workflow ON ${NODE_TABLE} (workflow_job_template)`,
  `CREATE INDEX ${NODE_TABLE}__template ON ${NODE_TABLE} (unified_job_template)`,
  `CREATE INDEX ${NODE_TABLE}__lost ON ${NODE_TABLE} (lost_template) WHERE lost_template IS NOT NULL`,
  `CREATE TABLE ${EDGE_TABLE} (parent INTEGER NOT NULL, child INTEGER NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (parent, child))`,
  `CREATE INDEX ${EDGE_TABLE}__child ON ${EDGE_TABLE} (child)`,
  `CREATE TABLE ${LINK_TABLE} (node INTEGER NOT NULL, relation TEXT NOT NULL, child INTEGER NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (node, relation, child))`,
  `CREATE INDEX ${LINK_TABLE}__child ON ${LINK_TABLE} (relation, child)`,
];
