import { displayOf, levelOf } from './event-kinds.js';

const NAMES = { play: 'all', task: 'ping', role: '' };

describe('kinds of events', () => {
  it.each([
    ['playbook_on_start', NAMES, 'Playbook Started', 0],
    ['playbook_on_play_start', NAMES, 'Play Started (all)', 1],
    ['playbook_on_play_start', { ...NAMES, play: '' }, 'Play Started', 1],
    ['playbook_on_task_start', NAMES, 'Task Started (ping)', 2],
    ['playbook_on_task_start', { ...NAMES, role: 'web' }, 'Task Started (web | ping)', 2],
    ['playbook_on_stats', NAMES, 'Playbook Complete', 1],
    ['runner_on_unreachable', NAMES, 'Host Unreachable', 3],
    ['verbose', NAMES, 'Verbose', 0],
    ['of_tomorrow', NAMES, 'of_tomorrow', 0],
  ])('%s %j', (event, names, display, level) => {
    expect(displayOf(event, names)).toBe(display);
    expect(levelOf(event)).toBe(level);
  });
});
