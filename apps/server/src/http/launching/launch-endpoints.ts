import type { Endpoint } from '../routing/endpoint.js';
import type { LaunchServices } from './launch-services.js';
import { launchEndpoint } from './launch.js';
import { nodePreviewEndpoint, schedulePreviewEndpoint } from './preview.js';
import { projectUpdateEndpoint } from './project-update.js';
import { relaunchEndpoints } from './relaunch.js';
import { surveyEndpoint } from './survey-spec.js';
import { systemJobLaunchEndpoint } from './system-job-launch.js';

/** Launches and relaunches, the surveys they ask, and updates of projects. */
export const launchEndpoints = (services: LaunchServices): readonly Endpoint[] => [
  launchEndpoint('job_template', services),
  launchEndpoint('workflow_job_template', services),
  surveyEndpoint('job_template', services),
  surveyEndpoint('workflow_job_template', services),
  projectUpdateEndpoint(services),
  systemJobLaunchEndpoint(services),
  ...relaunchEndpoints(services),
  nodePreviewEndpoint(services),
  schedulePreviewEndpoint(services),
];
