import { childrenSummary, type TreeEvent } from './children-summary.js';

/** `play < start` = event "play" whose parent is "start"; kinds by the name's first word. */
const KINDS: Readonly<Record<string, string>> = {
  start: 'playbook_on_start',
  play: 'playbook_on_play_start',
  task: 'playbook_on_task_start',
  host: 'runner_on_ok',
  stats: 'playbook_on_stats',
  verbose: 'verbose',
};

const tree = (...lines: readonly string[]): readonly TreeEvent[] =>
  lines.map((line, index) => {
    const [uuid = '', parentUuid = ''] = line.split(' < ');
    return { counter: index + 1, event: KINDS[uuid.split('-')[0] ?? ''] ?? '', uuid, parentUuid };
  });

describe('children summary', () => {
  it('counts descendants of every level', () =>
    expect(
      childrenSummary(
        tree('start', 'play < start', 'task-1 < play', 'host-1 < task-1', 'task-2 < play', 'stats < start'),
      ),
    ).toEqual({
      children_summary: {
        1: { rowNumber: 0, numChildren: 5 },
        2: { rowNumber: 1, numChildren: 3 },
        3: { rowNumber: 2, numChildren: 1 },
      },
      meta_event_nested_uuid: {},
      event_processing_finished: true,
      is_tree: true,
    }));

  it('gives a meta event the parent of the deeper of its neighbours', () =>
    expect(
      childrenSummary(
        tree('start', 'play < start', 'verbose', 'task-1 < play', 'host-1 < task-1', 'verbose-2', 'task-2 < play'),
      ),
    ).toMatchObject({
      meta_event_nested_uuid: { 3: 'play', 6: 'task-1' },
      children_summary: { 2: { rowNumber: 1, numChildren: 5 }, 4: { rowNumber: 3, numChildren: 2 } },
    }));

  it('is no tree when a step goes on under a task that is over', () =>
    expect(childrenSummary(tree('start', 'play < start', 'task-1 < play', 'task-2 < play', 'host-1 < task-1'))).toEqual(
      {
        children_summary: {},
        meta_event_nested_uuid: {},
        event_processing_finished: true,
        is_tree: false,
      },
    ));

  it('is empty without events, and ends on circular parents', () => {
    expect(childrenSummary([])).toMatchObject({ children_summary: {}, is_tree: true });
    expect(childrenSummary(tree('verbose-1', 'verbose-2'))).toMatchObject({ children_summary: {}, is_tree: true });
  });
});
