export { canonicalAddress } from './addresses.js';
export type { GivenCall } from './call.js';
export { CallbackService } from './callback-service.js';
export type { CallbackPorts, CallbackSettings } from './ports.js';
