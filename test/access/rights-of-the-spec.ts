/**
 * Who may do what, as the specification says it (resources.md §7 to §15, jobs.md §2, workflows.md §1.2 and §2, schedules.md §1)
 * and AWX does it. This is written down by hand and asks nothing of the code that it judges.
 *
 * `organization.x` holds role x of the object's organization, `elsewhere.x` of another one, `job_template.x` of the object
 * itself; `*`: any role. Superusers may do everything and are not named; system auditors read everything.
 */
type Row = readonly string[];

const readers = (kind: string, ...organization: readonly string[]): Row => [
  `${kind}.*`,
  'organization.admin',
  'organization.auditor',
  ...organization.map((role) => `organization.${role}`),
];

const inventory = {
  read: readers('inventory', 'inventory_admin'),
  use: [
    ...['inventory.admin', 'inventory.adhoc', 'inventory.use'],
    ...['organization.inventory_admin', 'organization.admin'],
  ],
  change: ['inventory.admin', 'organization.inventory_admin', 'organization.admin'],
};
const jobTemplate = {
  read: readers('job_template', 'job_template_admin', 'execute'),
  change: ['job_template.admin', 'organization.job_template_admin', 'organization.admin'],
  execute: [
    ...['job_template.admin', 'job_template.execute'],
    ...['organization.job_template_admin', 'organization.execute', 'organization.admin'],
  ],
};
const workflow = {
  read: readers('workflow_job_template', 'workflow_admin', 'execute', 'approval'),
  change: ['workflow_job_template.admin', 'organization.workflow_admin', 'organization.admin'],
  execute: [
    ...['workflow_job_template.admin', 'workflow_job_template.execute'],
    ...['organization.workflow_admin', 'organization.execute', 'organization.admin'],
  ],
};
const project = {
  read: readers('project', 'project_admin'),
  change: ['project.admin', 'organization.project_admin', 'organization.admin'],
  use: ['project.admin', 'project.use', 'organization.project_admin', 'organization.admin'],
  update: ['project.admin', 'project.update', 'organization.project_admin', 'organization.admin'],
};

export const RIGHTS_OF_THE_SPEC: Readonly<Record<string, Readonly<Record<string, Row>>>> = {
  organization: {
    create: [],
    read: ['organization.*'],
    change: ['organization.admin'],
    delete: ['organization.admin'],
  },
  team: {
    create: ['organization.admin'],
    read: [
      ...['team.*', 'organization.admin', 'organization.auditor', 'organization.member'],
      ...['elsewhere.admin', 'elsewhere.auditor'],
    ],
    change: ['team.admin', 'organization.admin'],
    delete: ['team.admin', 'organization.admin'],
  },
  user: {
    create: ['organization.admin', 'elsewhere.admin'],
    read: ['user.self', 'organization.*', 'elsewhere.admin', 'elsewhere.auditor'],
    change: ['user.self', 'organization.admin'],
    delete: ['organization.admin'],
  },
  label: {
    create: ['organization.member', 'organization.admin'],
    read: ['organization.*', 'job_template.*'],
    change: ['organization.admin'],
  },
  inventory: { create: ['organization.inventory_admin', 'organization.admin'], ...inventory, delete: inventory.change },
  host: { create: inventory.change, ...inventory, delete: inventory.change },
  group: { create: inventory.change, ...inventory, delete: inventory.change },
  project: { create: ['organization.project_admin', 'organization.admin'], ...project, delete: project.change },
  credential: {
    create: ['organization.credential_admin', 'organization.admin'],
    read: readers('credential', 'credential_admin'),
    use: ['credential.admin', 'credential.use', 'organization.credential_admin', 'organization.admin'],
    change: ['credential.admin', 'organization.credential_admin', 'organization.admin'],
    delete: ['credential.admin', 'organization.credential_admin', 'organization.admin'],
  },
  credential_type: { create: [], read: ['everyone'], change: [], delete: [] },
  execution_environment: {
    create: ['organization.execution_environment_admin', 'organization.admin'],
    read: ['organization.*'],
    change: ['organization.execution_environment_admin', 'organization.admin'],
    delete: ['organization.execution_environment_admin', 'organization.admin'],
  },
  instance_group: {
    create: [],
    read: ['instance_group.*'],
    use: ['instance_group.admin', 'instance_group.use'],
    change: ['instance_group.admin'],
    delete: [],
  },
  // Whoever creates one needs project and inventory to use, which of single roles only the administrator of both has.
  job_template: {
    create: ['organization.admin'],
    ...jobTemplate,
    audit: jobTemplate.change,
    delete: jobTemplate.change,
  },
  workflow_job_template: {
    create: ['organization.workflow_admin', 'organization.admin'],
    ...workflow,
    delete: workflow.change,
  },
  // What a node runs must be runnable, too: of single roles only that of the organization's administrator covers both.
  workflow_job_template_node: {
    create: ['organization.admin'],
    read: workflow.read,
    change: ['organization.admin'],
    link: workflow.change,
    delete: workflow.change,
  },
  role: { read: jobTemplate.read, grant: jobTemplate.change },
  job: {
    read: jobTemplate.read,
    start: jobTemplate.execute,
    cancel: jobTemplate.change,
    delete: ['organization.admin'],
  },
  workflow_job: {
    read: workflow.read,
    start: workflow.execute,
    cancel: workflow.change,
    delete: ['organization.workflow_admin', 'organization.admin'],
  },
  project_update: {
    read: project.read,
    cancel: project.change,
    delete: project.change,
  },
  // The schedule at hand is one of the job template's.
  schedule: {
    create: jobTemplate.execute,
    read: jobTemplate.read,
    change: jobTemplate.change,
    delete: jobTemplate.change,
  },
  o_auth2_application: {
    create: ['organization.admin'],
    read: ['organization.member', 'organization.admin'],
    change: ['organization.admin'],
    delete: ['organization.admin'],
  },
  token: { create: ['everyone'], read: ['user.self'], change: ['user.self'], delete: ['user.self'] },
  history: { read: [] },
  setting: { read: [] },
  instance: { read: [] },
  parked_event: { read: [], replay: [] },
  system_job_template: { read: [], execute: [] },
  system_job: { read: [], start: [], cancel: [], delete: [] },
};
