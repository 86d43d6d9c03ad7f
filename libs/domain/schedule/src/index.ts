import type { Decider } from '@domain/kernel';
import { decide } from './decide.js';
import type { ScheduleCommand, ScheduleEvent } from './messages.js';
import { evolve, initial, type ScheduleState } from './state.js';

/** When something is launched, with which prompts, and what became of each occurrence (spec schedules.md). */
export const schedule: Decider<ScheduleState, ScheduleCommand, ScheduleEvent> = { initial, decide, evolve };

/** 12 -> `schedule-12` */
export const scheduleStream = (id: number): string => `schedule-${id}`;

export type * from './messages.js';
export { scheduleCatalog } from './catalog.js';
export { usesName } from './decide.js';
export type { Schedule, ScheduleState } from './state.js';
