import type { Endpoint } from '../routing/endpoint.js';
import { callbackEndpoint, type CallbackServices } from './callback.js';

/** Where hosts ask for a job on themselves. */
export const callbackEndpoints = (services: CallbackServices): readonly Endpoint[] => [callbackEndpoint(services)];
