export { canonicalAddress } from './addresses.js';
export { callbackAttemptModel } from './attempts-model.js';
export { callbackAttemptsProjection } from './attempts-projection.js';
export type { GivenCall } from './call.js';
export { CallbackAttempts, type AttemptPorts } from './callback-attempts.js';
export { CallbackKeys } from './callback-keys.js';
export { CallbackService } from './callback-service.js';
export { networkOf } from './networks.js';
export type { CallbackPorts, CallbackSettings } from './ports.js';
