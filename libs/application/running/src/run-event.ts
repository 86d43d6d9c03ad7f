import { isJsonObject, type Json } from '@domain/kernel';
import type { NewRunEvent, RunEvent } from '@application/ports';

const FAILURES = new Set([
  'runner_on_failed',
  'runner_on_error',
  'runner_on_unreachable',
  'runner_on_async_failed',
  'runner_item_on_failed',
  'error',
]);
const LONGEST_NAME = 1024;

/** What AWX keeps beside the raw event: outcome, names and the host (spec jobs.md §6.1). */
export const toStored = (event: RunEvent, hosts: ReadonlyMap<string, number>): NewRunEvent => {
  const hostName = text(event.data['host']) || text(event.data['host_name']);
  return {
    ...event,
    hostName,
    hostId: hosts.get(hostName) ?? null,
    failed: hasFailed(event),
    changed: hasChanged(event),
    playbook: text(event.data['playbook']),
    play: text(event.data['play']),
    task: text(event.data['task']),
    role: text(event.data['role']),
  };
};

const hasFailed = ({ event, data }: RunEvent): boolean =>
  event === 'playbook_on_stats'
    ? total(data['failures']) + total(data['dark']) > 0
    : FAILURES.has(event) && data['ignore_errors'] !== true;

const hasChanged = ({ event, data }: RunEvent): boolean => {
  if (event === 'playbook_on_stats') return total(data['changed']) > 0;
  const result = data['res'];
  return isJsonObject(result) && result['changed'] === true;
};

const total = (counts: Json | undefined): number =>
  isJsonObject(counts) ? Object.values(counts).reduce<number>((sum, n) => sum + Number(n), 0) : 0;

const text = (value: Json | undefined): string => {
  if (typeof value !== 'string') return '';
  return value.length > LONGEST_NAME ? `${value.slice(0, LONGEST_NAME - 1)}…` : value;
};
