import { judge } from './judge.js';
import type { EdgeKind, Evidence } from './messages.js';

/** `success:failed` = a success edge from a parent that failed. */
const parents = (text: string): readonly Evidence[] =>
  text
    .split(' ')
    .filter((word) => word !== '')
    .map((word, parent) => {
      const [edge, status] = word.split(':');
      return { parent, edge: edge as EdgeKind, status: status as Evidence['status'] };
    });

describe('judge', () => {
  it.each([
    ['success:successful success:undecided', 'wait'],
    ['success:successful success:failed', 'run'],
    ['success:failed success:failed', 'any_no_edge_satisfied'],
    ['success:failed success:undecided', 'wait'],
    ['always:skipped success:successful', 'run'],
    ['always:skipped failure:skipped', 'any_no_edge_satisfied'],
    ['failure:missing', 'run'],
    ['success:missing', 'any_no_edge_satisfied'],
    ['always:missing', 'run'],
    ['failure:canceled', 'run'],
    ['failure:error success:undecided', 'wait'],
    ['', 'run'],
  ])('ANY of [%s]: %s', (text, verdict) => expect(judge(false, parents(text))).toBe(verdict));

  it.each([
    ['failure:failed success:successful', 'run'],
    ['success:failed success:undecided', 'all_edge_unsatisfied'],
    ['success:canceled success:successful', 'all_edge_unsatisfied'],
    ['failure:error failure:failed', 'run'],
    ['always:skipped success:successful', 'all_parent_skipped'],
    ['success:undecided always:skipped', 'all_parent_skipped'],
    ['success:successful success:undecided', 'wait'],
    ['success:undecided success:undecided', 'wait'],
    ['failure:canceled', 'run'],
    ['failure:missing always:missing', 'run'],
    ['success:missing', 'all_edge_unsatisfied'],
    ['', 'run'],
  ])('ALL of [%s]: %s', (text, verdict) => expect(judge(true, parents(text))).toBe(verdict));
});
