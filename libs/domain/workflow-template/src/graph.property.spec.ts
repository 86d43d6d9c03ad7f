import { DomainError } from '@domain/kernel';
import fc from 'fast-check';
import { workflowGraph, type EdgeKind, type WorkflowGraph, type WorkflowGraphCommand } from './index.js';
import { evolve } from './state.js';

const KINDS: readonly EdgeKind[] = ['success', 'failure', 'always'];
const NODES = 7;
const node = fc.integer({ min: 1, max: NODES });

const command: fc.Arbitrary<WorkflowGraphCommand> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      type: fc.constant('LinkNodes' as const),
      data: fc.record({ parent: node, child: node, kind: fc.constantFrom(...KINDS) }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('UnlinkNodes' as const),
      data: fc.record({ parent: node, child: node, kind: fc.constantFrom(...KINDS) }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('RemoveNode' as const), node }) },
  { weight: 2, arbitrary: node.map(addOf) },
  {
    weight: 1,
    arbitrary: fc.tuple(node, node, fc.constantFrom(...KINDS)).map(([id, parent, kind]) => addOf(id, { parent, kind })),
  },
);

function addOf(id: number, below: { parent: number; kind: EdgeKind } | null = null): WorkflowGraphCommand {
  const saved = { identifier: `node-${id}`, template: null, converge: false, prompts: {} };
  return { type: 'AddNode', node: id, saved, record: { decisions: [], kept: [], droppedForDefault: [] }, below };
}

const start: WorkflowGraph = Array.from({ length: NODES }, (_, index) => addOf(index + 1)).reduce(
  after,
  evolve(workflowGraph.initial, { type: 'WorkflowTemplateCreated', data: {} }),
);

/** The graph after the command, or as it was when the command was refused. */
function after(graph: WorkflowGraph, wanted: WorkflowGraphCommand): WorkflowGraph {
  try {
    return workflowGraph.decide(wanted, graph).reduce(workflowGraph.evolve, graph);
  } catch (error) {
    if (error instanceof DomainError) return graph;
    throw error;
  }
}

/** Takes away nodes without parents until none is left; what stays is a cycle. */
const hasCycle = ({ edges }: WorkflowGraph): boolean => {
  let left = edges;
  for (;;) {
    const children = new Set(left.map(({ to }) => to));
    const next = left.filter(({ from }) => children.has(from));
    if (next.length === left.length) return left.length > 0;
    left = next;
  }
};

const histories = fc.array(command, { maxLength: 60 });

it('no sequence of commands ever gives a cycle', () =>
  fc.assert(fc.property(histories, (commands) => !hasCycle(commands.reduce(after, start)))));

it('two nodes are never joined twice, and edges only join nodes that are there', () =>
  fc.assert(
    fc.property(histories, (commands) => {
      const { nodes, edges } = commands.reduce(after, start);
      expect(new Set(edges.map(({ from, to }) => `${from}-${to}`)).size).toBe(edges.length);
      expect(edges.every(({ from, to }) => nodes.has(from) && nodes.has(to))).toBe(true);
    }),
  ));

it('a link is refused as a cycle only when it would be one', () =>
  fc.assert(
    fc.property(histories, node, node, (commands, parent, child) => {
      const graph = commands.reduce(after, start);
      if (!graph.nodes.has(parent)) return;
      const [event] = workflowGraph.decide({ type: 'LinkNodes', data: { parent, child, kind: 'always' } }, graph);
      const isRefused = event?.type === 'LinkRefused' && event.data.reason === 'cycle';
      const drawn = { ...graph, edges: [...graph.edges, { from: parent, to: child, kind: 'always' as const }] };
      expect(isRefused).toBe(graph.nodes.has(child) && hasCycle(drawn));
    }),
  ));

it('a command that is repeated decides nothing new', () =>
  fc.assert(
    fc.property(histories, command, (commands, wanted) => {
      const once = after(commands.reduce(after, start), wanted);
      const twice = after(once, wanted);
      expect([...twice.nodes.entries()]).toEqual([...once.nodes.entries()]);
      expect(twice.edges).toEqual(once.edges);
    }),
  ));
