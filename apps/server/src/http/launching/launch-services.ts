import type {
  LaunchForms,
  LaunchService,
  ProjectUpdates,
  SurveyService,
  SystemJobLaunches,
} from '@application/launching';
import type { PreviewServices } from './preview.js';
import type { RelaunchServices } from './relaunch.js';

/** What the API launches with. */
export interface LaunchServices extends RelaunchServices, PreviewServices {
  readonly launches: Pick<LaunchService, 'launch'>;
  readonly forms: Pick<LaunchForms, 'form' | 'describe'>;
  readonly surveys: Pick<SurveyService, 'read' | 'replace' | 'remove'>;
  readonly maintenance: Pick<SystemJobLaunches, 'form' | 'launch'>;
  readonly updates: Pick<ProjectUpdates, 'form' | 'update'>;
}
