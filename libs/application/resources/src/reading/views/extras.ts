import type { ResourceType } from '../../declaration/field.js';
import { applicationExtra } from './application-extra.js';
import { credentialExtra } from './credential-extra.js';
import { type ExtraReader, NOTHING } from './extra.js';
import { hostExtra } from './host-extra.js';
import { labelsOf } from './labels.js';
import { jobsExtra } from './jobs-extra.js';
import { organizationExtra } from './organization-extra.js';
import { jobTemplateExtra, workflowTemplateExtra } from './template-extra.js';

const nothing: ExtraReader = () => Promise.resolve(() => NOTHING);

const inventoryExtra: ExtraReader = async (request) => {
  const labels = await labelsOf(request);
  return (row) => ({ summary: { labels: labels(Number(row['id'])) } });
};

/** A login comes from this installation itself, never from a directory or another service. */
const userExtra: ExtraReader = () => Promise.resolve(() => ({ fields: { auth: [] } }));

const EXTRAS: Readonly<Partial<Record<ResourceType, ExtraReader>>> = {
  organization: organizationExtra,
  o_auth2_application: applicationExtra,
  user: userExtra,
  credential: credentialExtra,
  inventory: inventoryExtra,
  host: hostExtra,
  project: jobsExtra,
  job_template: jobTemplateExtra,
  workflow_job_template: workflowTemplateExtra,
  system_job_template: jobsExtra,
};

/** What a kind shows besides its declaration. */
export const extraOf = (type: ResourceType): ExtraReader => EXTRAS[type] ?? nothing;
