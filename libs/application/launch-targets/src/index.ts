export { LaunchTargets } from './launch-targets.js';
export { credentialRef } from './credential-refs.js';
export { answerField } from './answer-field.js';
export { type Stored, StoredResources } from './stored-resources.js';
