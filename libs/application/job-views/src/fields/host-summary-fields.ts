import { field, type JobField, worked } from './field.js';

/** Statistics of one host in one job (spec jobs.md §6.3). */
export const HOST_SUMMARY_FIELDS: readonly JobField[] = [
  field('job', 'reference'),
  field('host', 'reference'),
  worked('constructed_host', 'reference'),
  field('host_name', 'text'),
  field('changed', 'integer'),
  field('dark', 'integer'),
  field('failures', 'integer'),
  field('ok', 'integer'),
  field('processed', 'integer'),
  field('skipped', 'integer'),
  field('failed', 'flag'),
  field('ignored', 'integer'),
  field('rescued', 'integer'),
];
