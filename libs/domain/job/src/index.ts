import type { Decider } from '@domain/kernel';
import { decide } from './decide.js';
import type { JobCommand, JobEvent } from './messages.js';
import { evolve, initial, type Job } from './state.js';

/** A playbook job or project update (spec jobs.md). */
export const job: Decider<Job, JobCommand, JobEvent> = { initial, decide, evolve };

/** 402 -> `job-402` */
export const jobStream = (id: number): string => `job-${id}`;

export type * from './messages.js';
export { jobCatalog } from './catalog.js';
export { isActive, isHeldBy, isWithRunner, type Job, type JobStatus } from './state.js';
