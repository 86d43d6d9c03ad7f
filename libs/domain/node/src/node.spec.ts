import { specification } from '@testing/specification';
import fc from 'fast-check';
import type { JoinedNode, NodeCommand, NodeEvent } from './messages.js';
import { clusterNode, nodeStream } from './node.js';

const given = specification(clusterNode);

const process = (boot: string, more: Partial<JoinedNode> = {}): JoinedNode => ({
  ...{
    id: 3,
    uuid: 'u3',
    name: 'runner-1',
    boot,
    roles: ['runner'],
    site: 's1',
    capacity: 20,
    cpu: 4,
    memory: 8,
    version: '1',
  },
  ...more,
});
const join = (boot: string, replaces: string | null = null, more?: Partial<JoinedNode>): NodeCommand => ({
  type: 'JoinNode',
  joining: process(boot, more),
  replaces,
});
const joined = (boot: string): NodeEvent => ({ type: 'NodeJoined', data: process(boot) });
const leave = (boot: string): NodeCommand => ({ type: 'LeaveNode', boot });
const left = (boot: string): NodeEvent => ({ type: 'NodeLeft', data: { boot } });
const loss = (boot: string) => ({ boot, silentFor: 61, foundBy: 'worker-1' });
const lose = (boot: string): NodeCommand => ({ type: 'MarkNodeLost', ...loss(boot) });
const lost = (boot: string): NodeEvent => ({ type: 'NodeLost', data: loss(boot) });

describe('a node', () => {
  it('joins, once per process', () => {
    given().when(join('b1')).then(joined('b1'));
    given(joined('b1')).when(join('b1')).thenNothing();
    expect(nodeStream('runner-1')).toBe('node-runner-1');
  });

  it.each([
    ['left', [joined('b1'), left('b1')], join('b2')],
    ['is lost', [joined('b1'), lost('b1')], join('b2')],
    ['is known to be gone', [joined('b1')], join('b2', 'b1')],
  ] as const)('gives its name to another process when it %s, and its id with it', (_, history, { ...again }) => {
    const joining = process('b2', { id: 9, uuid: 'u9' });
    given(...history)
      .when({ ...again, joining } as NodeCommand)
      .then(joined('b2'));
  });

  it('comes back itself after it was lost', () =>
    given(joined('b1'), lost('b1')).when(join('b1', 'b1')).then(joined('b1')));

  it.each([
    ['nobody is said to be gone', join('b2')],
    ['somebody else is', join('b3', 'b0')],
  ])('keeps its name while it is there and %s', (_, second) =>
    given(joined('b1')).when(second).thenRefused({ kind: 'refused', code: 'NODE_NAME_TAKEN' }),
  );

  it('leaves once, and only for itself', () => {
    given(joined('b1')).when(leave('b1')).then(left('b1'));
    given(joined('b1'), left('b1')).when(leave('b1')).thenNothing();
    given(joined('b2')).when(leave('b1')).thenNothing();
    given(joined('b1'), lost('b1')).when(leave('b1')).thenNothing();
    given().when(leave('b1')).thenNothing();
  });

  it('is found lost once, and not after another process has its name', () => {
    given(joined('b1')).when(lose('b1')).then(lost('b1'));
    given(joined('b1'), lost('b1')).when(lose('b1')).thenNothing();
    given(joined('b1'), left('b1')).when(lose('b1')).thenNothing();
    given(joined('b2')).when(lose('b1')).thenNothing();
  });

  it('decides nothing on a repeat, whatever happened', () => {
    const boot = fc.constantFrom('b1', 'b2', 'b3');
    const command = fc.oneof(
      fc.tuple(boot, fc.option(boot)).map(([own, replaces]) => join(own, replaces)),
      boot.map(leave),
      boot.map(lose),
    );
    fc.assert(
      fc.property(fc.array(command, { maxLength: 20 }), (commands) => {
        let state = clusterNode.initial;
        for (const each of commands) {
          if (isRefused(each, state)) continue;
          state = clusterNode.decide(each, state).reduce(clusterNode.evolve, state);
          expect(clusterNode.decide(each, state)).toEqual([]);
        }
        expect(state.identity?.id ?? 3).toBe(3);
      }),
    );
  });
});

const isRefused = (command: NodeCommand, state: typeof clusterNode.initial): boolean => {
  try {
    clusterNode.decide(command, state);
    return false;
  } catch {
    return true;
  }
};
