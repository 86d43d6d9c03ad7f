import { LAUNCH_COLUMNS } from './launch-columns.js';

/** Tables of the projection, for dropping. */
export const JOB_TABLES = [
  'unified_job',
  'unified_job_credential',
  'unified_job_label',
  'workflow_job_node',
  'workflow_job_node_edge',
  'workflow_job_node_link',
  'job_host_summary',
  'template_status',
] as const;

const launchColumns = Object.entries(LAUNCH_COLUMNS)
  .map(([name, type]) => `"${name}" ${name === 'id' ? 'INTEGER PRIMARY KEY' : type}`)
  .join(', ');

/** Every unified job, one row each whatever its kind; node prompts and edges of workflow jobs; statistics per host. */
export const JOB_SCHEMA: readonly string[] = [
  `CREATE TABLE unified_job (${launchColumns},
    failed INTEGER NOT NULL DEFAULT 0, started TEXT, finished TEXT, canceled_on TEXT, blocked_by TEXT,
    job_explanation TEXT NOT NULL DEFAULT '', result_traceback TEXT NOT NULL DEFAULT '', job_args TEXT NOT NULL DEFAULT '',
    job_cwd TEXT NOT NULL DEFAULT '', job_env TEXT NOT NULL DEFAULT '{}', execution_node TEXT NOT NULL DEFAULT '',
    controller_node TEXT NOT NULL DEFAULT '', instance_group INTEGER, event_processing_finished INTEGER NOT NULL DEFAULT 0,
    artifacts TEXT NOT NULL DEFAULT '{}', artifacts_no_log INTEGER NOT NULL DEFAULT 0, scm_revision TEXT NOT NULL DEFAULT '',
    host_status_counts TEXT, work_unit_id TEXT, dependencies TEXT NOT NULL DEFAULT '[]')`,
  'CREATE INDEX unified_job_template_jobs ON unified_job (unified_job_template, id)',
  'CREATE INDEX unified_job_of_workflow ON unified_job (source_workflow_job)',
  'CREATE INDEX unified_job_status ON unified_job (status, id)',
  'CREATE INDEX unified_job_on_node ON unified_job (execution_node)',
  'CREATE INDEX unified_job_of_group ON unified_job (instance_group)',
  'CREATE INDEX unified_job_finished ON unified_job (finished)',
  'CREATE INDEX unified_job_type_status ON unified_job (type, status, unified_job_template)',
  'CREATE INDEX unified_job_type_created ON unified_job (type, created)',
  'CREATE INDEX unified_job_type_finished ON unified_job (type, finished)',
  'CREATE INDEX unified_job_organization ON unified_job (organization)',
  'CREATE INDEX unified_job_inventory ON unified_job (inventory)',
  'CREATE INDEX unified_job_orphaned ON unified_job (created_by) WHERE unified_job_template IS NULL',
  'CREATE TABLE unified_job_credential (job INTEGER NOT NULL, credential INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (job, credential))',
  'CREATE INDEX unified_job_credential_used ON unified_job_credential (credential, job)',
  'CREATE TABLE unified_job_label (job INTEGER NOT NULL, label INTEGER NOT NULL, PRIMARY KEY (job, label))',
  'CREATE INDEX unified_job_label_worn ON unified_job_label (label, job)',
  `CREATE TABLE workflow_job_node (id INTEGER PRIMARY KEY, workflow_job INTEGER NOT NULL, workflow_job_template_node INTEGER,
    identifier TEXT NOT NULL, unified_job_template INTEGER, template_type TEXT, all_parents_must_converge INTEGER NOT NULL,
    do_not_run INTEGER NOT NULL DEFAULT 0, job INTEGER, created TEXT NOT NULL, modified TEXT NOT NULL, extra_data TEXT NOT NULL,
    inventory INTEGER, scm_branch TEXT, job_type TEXT, job_tags TEXT, skip_tags TEXT, "limit" TEXT, diff_mode INTEGER,
    verbosity INTEGER, execution_environment INTEGER, forks INTEGER, job_slice_count INTEGER, timeout INTEGER)`,
  'CREATE INDEX workflow_job_node_of ON workflow_job_node (workflow_job, id)',
  'CREATE INDEX workflow_job_node_job ON workflow_job_node (job)',
  'CREATE TABLE workflow_job_node_edge (parent INTEGER NOT NULL, child INTEGER NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (parent, child))',
  'CREATE INDEX workflow_job_node_edge_child ON workflow_job_node_edge (child)',
  'CREATE TABLE workflow_job_node_link (node INTEGER NOT NULL, relation TEXT NOT NULL, target INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (node, relation, target))',
  `CREATE TABLE job_host_summary (id INTEGER PRIMARY KEY AUTOINCREMENT, job INTEGER NOT NULL, host INTEGER, host_name TEXT NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, ok INTEGER NOT NULL, changed INTEGER NOT NULL, failures INTEGER NOT NULL,
    dark INTEGER NOT NULL, skipped INTEGER NOT NULL, ignored INTEGER NOT NULL, rescued INTEGER NOT NULL, processed INTEGER NOT NULL,
    failed INTEGER NOT NULL, UNIQUE (job, host_name))`,
  'CREATE INDEX job_host_summary_host ON job_host_summary (host, id)',
  `CREATE TABLE template_status (id INTEGER PRIMARY KEY, status TEXT NOT NULL, current_job INTEGER, last_job INTEGER,
    last_job_run TEXT, last_job_failed INTEGER NOT NULL DEFAULT 0, next_job_run TEXT, scm_revision TEXT NOT NULL DEFAULT '')`,
];

/** What lists are mostly filtered by, beside each other: rows of the table are long, and counting would read them all. */
export const JOB_COVERING_INDEXES: readonly string[] = [
  `CREATE INDEX unified_job_listed ON unified_job (type, id, status, launch_type, name, description, failed, created, finished,
    unified_job_template, organization, inventory, project, created_by)`,
];
