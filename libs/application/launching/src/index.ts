export { type CallbackJob, CallbackLaunches, type HostCall } from './callbacks/callback-launches.js';
export { type Launcher, launchedByUser } from './launched-data.js';
export { DICTIONARY_FOR_LIST, type LaunchableKind } from './manual/launch-body.js';
export { LaunchForms } from './manual/launch-forms.js';
export { SavedLaunchPreviews, type SavedSchedule } from './preview/saved-launches.js';
export { LaunchPreviews } from './preview/launch-previews.js';
export type {
  CredentialPreview,
  HostsPreview,
  LackedRight,
  LaunchPreview,
  NodePreview,
  PermissionPreview,
} from './preview/preview-shape.js';
export { LaunchService } from './manual/launch-service.js';
export { hasPromptRights } from './manual/prompt-rights.js';
export { type Passwords, TYPED_PASSWORDS, TypedPasswords } from './manual/typed-passwords.js';
export type { JobView, LaunchingPorts } from './ports.js';
export { projectCheckouts } from './projects/checkouts.process.js';
export { ProjectUpdates, type StartedUpdate } from './projects/project-updates.js';
export { type RecordedJob, RecordedJobs } from './relaunching/recorded-jobs.js';
export { RelaunchService } from './relaunching/relaunch-service.js';
export { RelaunchRights } from './relaunching/relaunch-rights.js';
export { type LaunchingSchedule, type ScheduledLaunch, ScheduledLaunches } from './scheduled/scheduled-launches.js';
export { SpawnPreparation } from './spawning/spawn-preparation.js';
export { SystemJobLaunches } from './manual/system-job-launches.js';
export { SurveyService } from './surveys/survey-service.js';
