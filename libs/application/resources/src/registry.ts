import { declarationOf } from './declaration/define.js';
import type { ResourceType } from './declaration/field.js';
import type { ResourceDeclaration } from './declaration/resource.js';
import { Application } from './kinds/application.js';
import { Credential } from './kinds/credential.js';
import { CredentialType } from './kinds/credential-type.js';
import { ExecutionEnvironment } from './kinds/execution-environment.js';
import { Group } from './kinds/group.js';
import { Host } from './kinds/host.js';
import { InstanceGroup } from './kinds/instance-group.js';
import { Inventory } from './kinds/inventory.js';
import { JobTemplate } from './kinds/job-template.js';
import { Label } from './kinds/label.js';
import { Organization } from './kinds/organization.js';
import { Project } from './kinds/project.js';
import { SystemJobTemplate } from './kinds/system-job-template.js';
import { Team } from './kinds/team.js';
import { User } from './kinds/user.js';
import { WorkflowJobTemplate } from './kinds/workflow-job-template.js';
import type { ResourceClass } from './declaration/define.js';

const CLASSES: Readonly<Record<ResourceType, ResourceClass>> = {
  organization: Organization,
  user: User,
  team: Team,
  label: Label,
  credential_type: CredentialType,
  credential: Credential,
  execution_environment: ExecutionEnvironment,
  instance_group: InstanceGroup,
  inventory: Inventory,
  host: Host,
  group: Group,
  project: Project,
  job_template: JobTemplate,
  workflow_job_template: WorkflowJobTemplate,
  system_job_template: SystemJobTemplate,
  o_auth2_application: Application,
};

/** All kinds, those that others refer to first. */
export const RESOURCES: readonly ResourceDeclaration[] = Object.values(CLASSES).map(declarationOf);

const byType = new Map<string, ResourceDeclaration>(RESOURCES.map((kind) => [kind.type, kind]));
const byPath = new Map<string, ResourceDeclaration>(RESOURCES.map((kind) => [kind.path, kind]));

export const kindOf = (type: ResourceType): ResourceDeclaration => {
  const declaration = byType.get(type);
  if (!declaration) throw new Error(`no resource of type ${type}`);
  return declaration;
};

/** The declared class of a kind; class-validator keeps its limits on it. */
export const classOf = (type: ResourceType): ResourceClass => CLASSES[type];

/** Kind of a list's path segment (`job_templates`), undefined for other lists. */
export const kindAtPath = (path: string): ResourceDeclaration | undefined => byPath.get(path);
