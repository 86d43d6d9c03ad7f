const forbidden = (method: string, path: string): string =>
  `You don't have permission to ${method} to /api/v2/${path}/ (HTTP 403).`;

/** What `wrong.yml` is told: by the server where the module asks it to do something wrong, by the module where it looks first. */
export const WRONG: Readonly<Record<string, string>> = {
  organization:
    "Unable to create organization Wrong: {'max_hosts': ['Ensure this value is greater than or equal to 0.']}",
  user: "Unable to create user not a name!: {'username': ['Enter a valid username. This value may contain only letters, numbers, and @/./+/-/_ characters.']}",
  team: 'Request to /api/v2/organizations/?name=Nowhere returned 0 items, expected 1',
  role: 'Unable to find user with name: nobody',
  'role that the object does not have':
    'Resource /api/v2/inventories/1/ has no role execute_role, available roles: admin_role, update_role, adhoc_role, use_role, read_role',
  credential_type:
    "Unable to create credential type Wrong: {'inputs': [\"Schema validation error in relative path ['fields'] ('label' is a required property)\"]}",
  credential:
    "Unable to create credential Wrong: {'inputs': [\"Additional properties are not allowed ('colour' was unexpected)\"]}",
  project: "Unable to create project Wrong: {'scm_url': ['SCM URL is required.']}",
  inventory: "Unable to create inventory Wrong: {'host_filter': ['Smart inventories must specify host_filter']}",
  host: 'Request to /api/v2/inventories/?name=Nowhere returned 0 items, expected 1',
  group: 'Could not find hosts with name nobody',
  label: 'Request to /api/v2/organizations/?name=Nowhere returned 0 items, expected 1',
  job_template: "Unable to create job_template Wrong: {'playbook': ['Playbook not found for project.']}",
  'job_template with a wrong survey':
    "Failed to update survey: 'colour' in survey question 0 is not one of 'text, textarea, password, multiplechoice, multiselect, integer, float' allowed question types.",
  workflow_job_template: "Unable to Find unified_job_template: {'type': 'job_template', 'organization': 1}",
  workflow_job_template_node:
    "Unable to create workflow_job_template_node x: {'job_type': ['Field is not configured to prompt on launch.']}",
  schedule:
    "Unable to create schedule Wrong: {'rrule': ['INTERVAL required in rrule: RULE:FREQ=SOMETIMES', \"rrule parsing failed validation: invalid 'FREQ': SOMETIMES\"]}",
  application: 'Unable to create application Wrong: redirect_uris cannot be empty with grant_type authorization-code',
  execution_environment:
    "Unable to create execution_environment Wrong: {'image': ['The container image name not an image is not valid']}",
  instance_group:
    "Unable to create instance_group Wrong: {'policy_instance_percentage': ['Ensure this value is less than or equal to 100.']}",
  job_launch: 'Parameters specified which can not be passed into job template, see errors for details',
  job_wait: 'Unable to wait on job 987654; that ID does not exist.',
  workflow_launch: 'Unable to find workflow job template',
  token: 'Request to /api/v2/applications/?name=Nothing returned 0 items, expected 1',
};

/** What `denied.yml` is told. */
export const DENIED: Readonly<Record<string, unknown>> = {
  organization: forbidden('POST', 'organizations'),
  user: forbidden('POST', 'users'),
  team: forbidden('POST', 'teams'),
  role: expect.stringMatching(/^You don't have permission to POST to .*roles.* \(HTTP 403\)\.$/),
  credential_type: forbidden('POST', 'credential_types'),
  credential: forbidden('POST', 'credentials'),
  project: forbidden('POST', 'projects'),
  inventory: forbidden('POST', 'inventories'),
  host: forbidden('POST', 'hosts'),
  group: forbidden('POST', 'groups'),
  label: forbidden('POST', 'labels'),
  job_template: forbidden('POST', 'job_templates'),
  workflow_job_template: forbidden('POST', 'workflow_job_templates'),
  workflow_job_template_node: forbidden('POST', 'workflow_job_template_nodes'),
  schedule: forbidden('POST', 'schedules'),
  application: forbidden('POST', 'applications'),
  execution_environment: forbidden('POST', 'execution_environments'),
  instance_group: forbidden('POST', 'instance_groups'),
  job_launch: expect.stringMatching(/permission to POST to .*job_templates\/\d+\/launch\/ \(HTTP 403\)/),
  workflow_launch: expect.stringMatching(/permission to POST to .*workflow_job_templates\/\d+\/launch\/ \(HTTP 403\)/),
  deletion: expect.stringMatching(/permission to DELETE to .*job_templates\/\d+\/ \(HTTP 403\)/),
};
