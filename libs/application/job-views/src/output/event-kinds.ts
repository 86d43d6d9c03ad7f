/** An event as AWX ranks and calls it (spec jobs.md §6.1). */
interface EventKind {
  readonly level: number;
  readonly display: string;
}

const kind = (level: number, display: string): EventKind => ({ level, display });

/** What a play may tell; level 0 is the playbook, 3 a task on a host. */
export const EVENTS: Readonly<Record<string, EventKind>> = {
  runner_on_failed: kind(3, 'Host Failed'),
  runner_on_start: kind(3, 'Host Started'),
  runner_on_ok: kind(3, 'Host OK'),
  runner_on_error: kind(3, 'Host Failure'),
  runner_on_skipped: kind(3, 'Host Skipped'),
  runner_on_unreachable: kind(3, 'Host Unreachable'),
  runner_on_no_hosts: kind(3, 'No Hosts Remaining'),
  runner_on_async_poll: kind(3, 'Host Polling'),
  runner_on_async_ok: kind(3, 'Host Async OK'),
  runner_on_async_failed: kind(3, 'Host Async Failure'),
  runner_item_on_ok: kind(3, 'Item OK'),
  runner_item_on_failed: kind(3, 'Item Failed'),
  runner_item_on_skipped: kind(3, 'Item Skipped'),
  runner_retry: kind(3, 'Host Retry'),
  runner_on_file_diff: kind(3, 'File Difference'),
  playbook_on_start: kind(0, 'Playbook Started'),
  playbook_on_notify: kind(2, 'Running Handlers'),
  playbook_on_include: kind(2, 'Including File'),
  playbook_on_no_hosts_matched: kind(2, 'No Hosts Matched'),
  playbook_on_no_hosts_remaining: kind(2, 'No Hosts Remaining'),
  playbook_on_task_start: kind(2, 'Task Started'),
  playbook_on_vars_prompt: kind(1, 'Variables Prompted'),
  playbook_on_setup: kind(2, 'Gathering Facts'),
  playbook_on_import_for_host: kind(2, 'internal: on Import for Host'),
  playbook_on_not_import_for_host: kind(2, 'internal: on Not Import for Host'),
  playbook_on_play_start: kind(1, 'Play Started'),
  playbook_on_stats: kind(1, 'Playbook Complete'),
  debug: kind(0, 'Debug'),
  verbose: kind(0, 'Verbose'),
  deprecated: kind(0, 'Deprecated'),
  warning: kind(0, 'Warning'),
  system_warning: kind(0, 'System Warning'),
  error: kind(0, 'Error'),
};

export const levelOf = (event: string): number => EVENTS[event]?.level ?? 0;

/** Which play or task has started, in words. */
export const displayOf = (
  event: string,
  { play, task, role }: { play: string; task: string; role: string },
): string => {
  const display = EVENTS[event]?.display ?? event;
  if (event === 'playbook_on_play_start' && play !== '') return `${display} (${play})`;
  if (event !== 'playbook_on_task_start' || task === '') return display;
  return `${display} (${role === '' ? task : `${role} | ${task}`})`;
};
