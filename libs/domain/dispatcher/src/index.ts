import type { Decider } from '@domain/kernel';
import { decide } from './decide.js';
import type { DispatcherCommand, DispatcherEvent } from './messages.js';
import { type DispatcherState, evolve, initial } from './state.js';

/** Concurrency of the whole installation, decided by one writer (spec jobs.md §3.2). */
export const dispatcher: Decider<DispatcherState, DispatcherCommand, DispatcherEvent> = { initial, decide, evolve };

export const DISPATCHER_STREAM = 'dispatcher';

export type * from './messages.js';
export { dispatcherCatalog } from './catalog.js';
export { blockedBy } from './decide.js';
export { type DispatcherState, heldSlots } from './state.js';
