export * from './types.js';
export * from './launched.js';
export {
  type TemplateKind,
  type ScalarField,
  type ListField,
  type PromptField,
  type Combination,
  type PromptRule,
  PROMPTS,
  SCALARS,
  ALL_SCALARS,
  isKnown,
  takesPrompts,
} from './prompts.js';
export { compose } from './compose.js';
export { type SpawnRequest, composeSpawn } from './spawn.js';
export {
  type UngatedLayer,
  type CurrentLists,
  configLayer,
  callbackLayer,
  workflowRunLayer,
  slicedRunLayer,
} from './layers.js';
export { type InheritedArtifacts, type ArtifactOrigins, artifactLayers, inheritedFrom } from './artifacts.js';
export {
  type Question,
  type QuestionType,
  type Survey,
  readSurvey,
  passwordVariables,
  answersToSeal,
  requiredVariables,
} from './survey.js';
export { answerProblems } from './answers.js';
export { type AcceptedSpec, type RefusedSpec, judgeSurveySpec, storedDefaults } from './survey-spec.js';
export { type SavedAnswers, judgeSavedAnswers } from './saved-answers.js';
export {
  type SavedChange,
  type SavingRecord,
  NO_RECORD,
  changedPrompts,
  savedVariables,
  withPrompt,
} from './saved-prompts.js';
export { exclusivityKey, className, mergeByClass } from './credentials.js';
export { type CredentialInputs, passwordKeys } from './password-keys.js';
export { type LegacyCredentials, legacyCredentials } from './legacy-credentials.js';
export { type CredentialRefusal, savedCredentialRefusal } from './saved-credential.js';
export { rejectedPrompts, shownValue, shownVariables, shownPrompts, plainVariables } from './record.js';
export { jobLaunchForm, workflowLaunchForm, callbackNeedsInput } from './launch-form.js';
export { type Repeat, relaunchLayers, repeatedConfig } from './relaunch-layers.js';
export { type CopiedNow, copiedComposition } from './copied.js';
export { hostLimit } from './host-limit.js';
export { type RecordedStanding, judgeRecorded } from './recorded.js';
export { pythonText, pythonType } from './python-text.js';
