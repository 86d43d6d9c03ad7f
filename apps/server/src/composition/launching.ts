import { LaunchForms, type LaunchingPorts, LaunchService, ProjectUpdates, SurveyService } from '@application/launching';
import type { LaunchServices } from '../http/launching/launch-endpoints.js';

/** What the API launches with. */
export const bindLaunching = (ports: LaunchingPorts): LaunchServices & { readonly updates: ProjectUpdates } => ({
  launches: new LaunchService(ports),
  forms: new LaunchForms(ports),
  surveys: new SurveyService(ports),
  updates: new ProjectUpdates(ports),
});
