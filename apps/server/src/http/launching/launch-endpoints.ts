import type { LaunchForms, LaunchService, ProjectUpdates, SurveyService } from '@application/launching';
import type { Endpoint } from '../routing/endpoint.js';
import { launchEndpoint } from './launch.js';
import { projectUpdateEndpoint } from './project-update.js';
import { surveyEndpoint } from './survey-spec.js';

export interface LaunchServices {
  readonly launches: Pick<LaunchService, 'launch'>;
  readonly forms: Pick<LaunchForms, 'form' | 'describe'>;
  readonly surveys: Pick<SurveyService, 'read' | 'replace' | 'remove'>;
  readonly updates: Pick<ProjectUpdates, 'form' | 'update'>;
}

/** Launches, the surveys they ask, and updates of projects. */
export const launchEndpoints = (services: LaunchServices): readonly Endpoint[] => [
  launchEndpoint('job_template', services),
  launchEndpoint('workflow_job_template', services),
  surveyEndpoint('job_template', services),
  surveyEndpoint('workflow_job_template', services),
  projectUpdateEndpoint(services),
];
