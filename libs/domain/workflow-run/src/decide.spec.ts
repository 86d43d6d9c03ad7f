import { edges, jobOf, launchedData, node, spawnedBy, spawnInput, spawnInputs } from '@testing/builders';
import { specification } from '@testing/specification';
import {
  activeChildren,
  type Edge,
  type Evidence,
  type JobNode,
  type NodeFinishedData,
  runnableAfter,
  type SkipRule,
  type SpawnInputs,
  type WorkflowEndData,
  workflowRun,
  type WorkflowRun,
  type WorkflowRunCommand,
  workflowRunCatalog,
  type WorkflowRunEvent,
  workflowRunStream,
} from './index.js';

const given = specification(workflowRun);
const ANN = { kind: 'user', id: 5, name: 'ann' } as const;
const UNHANDLED = 'No error handling paths found, marking workflow as failed';

const launchCommand = (nodes: readonly JobNode[], links: readonly Edge[] = []) =>
  ({
    type: 'LaunchWorkflow',
    data: launchedData('workflow_job', 401),
    rejected: [],
    graph: { nodes, edges: links, source: null },
    sliced: false,
    passwords: [],
    startError: null,
  }) as const;

const launched = (nodes: readonly JobNode[], links: readonly Edge[] = []): readonly WorkflowRunEvent[] =>
  workflowRun.decide(launchCommand(nodes, links), workflowRun.initial);

const started: WorkflowRunEvent = { type: 'WorkflowStarted', data: {} };
const start = (...nodes: readonly number[]) => ({ type: 'StartWorkflow', spawn: spawnInputs(...nodes) }) as const;
const advance = (spawn: SpawnInputs) => ({ type: 'AdvanceWorkflow', spawn }) as const;
const cancel = { type: 'CancelWorkflow', by: ANN, reason: 'enough' } as const;
const cancelRequested: WorkflowRunEvent = { type: 'WorkflowCancelRequested', data: { by: ANN, reason: 'enough' } };

type End = NodeFinishedData['status'];
const endData = (id: number, status: End, more: Partial<NodeFinishedData> = {}) => ({
  node: id,
  job: jobOf(id),
  status,
  finishedAt: `2030-01-15T03:00:0${id}.000Z`,
  artifacts: null,
  ...more,
});
const report = (id: number, status: End, spawn: readonly number[] = [], more: Partial<NodeFinishedData> = {}) =>
  ({ type: 'RecordNodeFinished', data: endData(id, status, more), spawn: spawnInputs(...spawn) }) as const;

const finished = (id: number, status: End, more: Partial<NodeFinishedData> = {}): WorkflowRunEvent => ({
  type: 'NodeFinished',
  data: { ...endData(id, status, more), identifier: `node-${id}` },
});
const spawned = (id: number, ...parents: readonly Evidence[]): WorkflowRunEvent => {
  const { target } = spawnInput(id);
  if (!target) throw new Error('the builder gives a target');
  const { kind, ...launch } = target;
  return {
    type: 'NodeSpawned',
    data: { node: id, identifier: `node-${id}`, job: { kind, id: jobOf(id) }, parents, ...launch },
  };
};
const skipped = (id: number, rule: SkipRule, ...evidence: readonly Evidence[]): WorkflowRunEvent => ({
  type: 'NodeSkipped',
  data: { node: id, identifier: `node-${id}`, rule, evidence },
});
const missing = (id: number): WorkflowRunEvent => ({
  type: 'NodeTemplateMissing',
  data: { node: id, identifier: `node-${id}` },
});
const ended = (status: WorkflowEndData['status'], more: Partial<WorkflowEndData> = {}): WorkflowRunEvent => ({
  type: 'WorkflowJobFinished',
  data: { status, explanation: '', unhandled: [], missing: [], workflow: null, artifacts: null, ...more },
});
const parent = (id: number, edge: Evidence['edge'], status: Evidence['status']): Evidence => ({
  parent: id,
  edge,
  status,
});

/** Folds commands into history. */
const after = (history: readonly WorkflowRunEvent[], ...commands: readonly WorkflowRunCommand[]) =>
  commands.reduce<readonly WorkflowRunEvent[]>(
    (events, command) => [...events, ...workflowRun.decide(command, stateAfter(events))],
    history,
  );
const stateAfter = (events: readonly WorkflowRunEvent[]): WorkflowRun =>
  events.reduce(workflowRun.evolve, workflowRun.initial);

//            success ── 2
//   1 ─┤
//            failure ── 3
const fork = () => launched([node(1), node(2), node(3)], edges('1 success 2', '1 failure 3'));

describe('launching', () => {
  it('copies the graph and queues', () => {
    const command = launchCommand([node(1)]);
    const rejection = {
      ...{ field: 'limit', key: null, value: 'web', source: {}, code: 'not_prompted', message: 'not asked for' },
      consequence: 'dropped' as const,
    };
    given()
      .when({ ...command, rejected: [rejection], passwords: ['ssh_password'], sliced: true })
      .then(
        { type: 'TemplateLaunched', data: command.data },
        { type: 'PromptRejected', data: rejection },
        { type: 'WorkflowGraphSnapshotted', data: { nodes: [node(1)], edges: [], source: null, sliced: true } },
        { type: 'JobQueued', data: { passwords: ['ssh_password'] } },
      );
  });

  it('launches once', () =>
    given(...fork())
      .when(launchCommand([node(1)]))
      .thenNothing());

  it('ends at once when it must not start, and tells the workflow around it', () => {
    const data = launchedData('workflow_job', 401, { trigger: spawnedBy(390, 7) });
    given()
      .when({ ...launchCommand([node(1)]), data, startError: 'would result in recursion' })
      .thenSatisfies((events, run) => {
        expect(events.map(({ type }) => type)).toEqual([
          'TemplateLaunched',
          'WorkflowGraphSnapshotted',
          'WorkflowJobFinished',
        ]);
        expect(events.at(-1)).toEqual(
          ended('failed', { explanation: 'would result in recursion', workflow: { workflowJob: 390, node: 7 } }),
        );
        expect(run.status).toBe('failed');
      });
  });

  it.each([
    ['a cycle', [node(1), node(2)], edges('1 success 2', '2 always 1')],
    ['an edge out of the graph', [node(1)], edges('1 success 2')],
    ['a node twice', [node(1), node(1)], []],
  ])('never lets %s into the log', (_, nodes, links) => {
    expect(() => launched(nodes, links)).toThrow(/workflow graph/);
  });

  it('has a stream of its own and a line about every event', () => {
    expect(workflowRunStream(401)).toBe('wfjob-401');
    expect(Object.values(workflowRunCatalog).every(({ schema, about }) => schema === 1 && about.length > 20)).toBe(
      true,
    );
  });
});

describe('walking', () => {
  it('spawns all roots when it starts', () =>
    given(...launched([node(1), node(2), node(3)], edges('1 always 3')))
      .when(start(1, 2))
      .then(started, spawned(1), spawned(2)));

  it('starts once', () =>
    given(...after(fork(), start(1)))
      .when(start(1))
      .thenNothing());

  it('is successful without nodes', () =>
    given(...launched([]))
      .when(start())
      .then(started, ended('successful')));

  it('does nothing before it starts', () =>
    given(...fork())
      .when(advance(spawnInputs(1)))
      .thenNothing());

  it('takes the failure edge and skips the success branch', () =>
    given(...after(fork(), start(1)))
      .when(report(1, 'failed', [3]))
      .then(
        finished(1, 'failed'),
        skipped(2, 'any_no_edge_satisfied', parent(1, 'success', 'failed')),
        spawned(3, parent(1, 'failure', 'failed')),
      ));

  it('follows the failure edge of one job that was canceled', () =>
    given(...after(fork(), start(1)))
      .when(report(1, 'canceled', [3]))
      .thenSatisfies((events) => expect(events).toContainEqual(spawned(3, parent(1, 'failure', 'canceled')))));

  it('carries skips to the leaves in one walk', () =>
    given(...after(launched([node(1), node(2), node(3)], edges('1 success 2', '2 always 3')), start(1)))
      .when(report(1, 'failed'))
      .then(
        finished(1, 'failed'),
        skipped(2, 'any_no_edge_satisfied', parent(1, 'success', 'failed')),
        skipped(3, 'any_no_edge_satisfied', parent(2, 'always', 'skipped')),
        ended('failed', { explanation: UNHANDLED, unhandled: [{ node: 1, status: 'failed' }] }),
      ));

  it('lets a node without input wait for the next walk', () => {
    const waiting = after(fork(), start(1), report(1, 'successful'));
    given(...waiting)
      .when(advance({}))
      .thenNothing();
    given(...waiting)
      .when(advance(spawnInputs(2)))
      .then(spawned(2, parent(1, 'success', 'successful')));
  });

  it('picks up waiting nodes when an old report comes again with their input', () =>
    given(...after(fork(), start(1), report(1, 'successful')))
      .when(report(1, 'successful', [2]))
      .then(spawned(2, parent(1, 'success', 'successful'))));

  it('hands the start error on to the job, which ends by itself', () =>
    given(...launched([node(1)]))
      .when({ type: 'StartWorkflow', spawn: { 1: spawnInput(1, 'missing a related resource') } })
      .thenSatisfies((events, run) => {
        expect(events[1]).toMatchObject({ type: 'NodeSpawned', data: { startError: 'missing a related resource' } });
        expect(run.status).toBe('running');
      }));

  it('ignores a report of another job, of a node it has not, and after its end', () => {
    const running = after(fork(), start(1));
    given(...running)
      .when(report(1, 'successful', [], { job: 999 }))
      .thenNothing();
    given(...running)
      .when(report(9, 'successful'))
      .thenNothing();
    given(...running)
      .when(report(2, 'successful'))
      .thenNothing();
    given(...after(running, report(1, 'successful', [2]), report(2, 'successful')))
      .when(report(2, 'failed'))
      .thenNothing();
    given().when(report(1, 'successful')).thenNothing();
  });
});

describe('missing templates', () => {
  it('runs the failure child of a missing root', () =>
    given(...launched([node(1, { template: null }), node(2)], edges('1 failure 2')))
      .when(start(2))
      .then(started, missing(1), spawned(2, parent(1, 'failure', 'missing'))));

  it('fails with a reached missing node that nobody handles', () =>
    given(...launched([node(1, { template: null })]))
      .when(start())
      .then(started, missing(1), ended('failed', { explanation: UNHANDLED, missing: [1] })));

  it('does not mind a missing node that is never reached', () =>
    given(...after(launched([node(1), node(2, { template: null })], edges('1 failure 2')), start(1)))
      .when(report(1, 'successful'))
      .then(
        finished(1, 'successful'),
        skipped(2, 'any_no_edge_satisfied', parent(1, 'failure', 'successful')),
        ended('successful'),
      ));

  it('takes the word of the handler that a template is gone, and asks for the nodes behind it', () => {
    const run = stateAfter(fork());
    const command = { type: 'StartWorkflow', spawn: { 1: { jobId: 7, target: null } } } as const;
    expect(runnableAfter(run, command).map((each) => each.node.id)).toEqual([3]);
    given(...fork())
      .when({ ...command, spawn: { ...command.spawn, ...spawnInputs(3) } })
      .then(
        started,
        missing(1),
        skipped(2, 'any_no_edge_satisfied', parent(1, 'success', 'missing')),
        spawned(3, parent(1, 'failure', 'missing')),
      );
  });
});

describe('runnableAfter', () => {
  it('names the nodes that a command makes runnable, with what they inherit', () => {
    const running = stateAfter(after(fork(), start(1)));
    const command = report(1, 'successful', [], { artifacts: { build: 17 } });
    expect(runnableAfter(running, command)).toEqual([
      { node: node(2), inherited: { build: 17 }, origins: { build: { node: 1, job: jobOf(1), overrode: [] } } },
    ]);
    expect(runnableAfter(running, { ...command, spawn: spawnInputs(2) })).toEqual([]);
  });

  it('names none for commands that start nothing', () => {
    expect(runnableAfter(workflowRun.initial, advance({}))).toEqual([]);
    expect(runnableAfter(stateAfter(after(fork(), start())), cancel)).toEqual([]);
  });
});

describe('outcome', () => {
  it('is successful when the failure is handled, whatever becomes of the handler', () => {
    // 3 wants both 1 and 2 to fail: it is skipped, and 1 is handled all the same
    const graph = launched([node(1), node(2), node(3, { converge: true })], edges('1 failure 3', '2 failure 3'));
    given(...after(graph, start(1, 2), report(1, 'failed')))
      .when(report(2, 'successful'))
      .then(
        finished(2, 'successful'),
        skipped(3, 'all_edge_unsatisfied', parent(1, 'failure', 'failed'), parent(2, 'failure', 'successful')),
        ended('successful'),
      );
  });

  it('fails with a handler that fails without handler', () =>
    given(...after(fork(), start(1), report(1, 'failed', [3])))
      .when(report(3, 'error'))
      .then(
        finished(3, 'error'),
        ended('failed', { explanation: UNHANDLED, unhandled: [{ node: 3, status: 'error' }] }),
      ));

  it('lists every failure nobody handles by node', () => {
    const graph = launched([node(2), node(1), node(5, { template: null }), node(4, { template: null })]);
    given(...after(graph, start(1, 2), report(2, 'canceled')))
      .when(report(1, 'failed'))
      .thenSatisfies((events) =>
        expect(events.at(-1)).toEqual(
          ended('failed', {
            explanation: UNHANDLED,
            unhandled: [
              { node: 1, status: 'failed' },
              { node: 2, status: 'canceled' },
            ],
            missing: [4, 5],
          }),
        ),
      );
  });
});

describe('artifacts', () => {
  const merged = (id: number, result: object, origins: object): WorkflowRunEvent =>
    ({ type: 'ArtifactsMerged', data: { node: id, result, origins } }) as WorkflowRunEvent;
  const join = () => launched([node(1), node(2), node(3)], edges('1 always 3', '2 always 3'));

  it('lets the parent with the highest node id win, whichever finished last', () =>
    given(...after(join(), start(1, 2), report(2, 'failed', [], { artifacts: { a: 2, b: 2 } })))
      .when(report(1, 'successful', [3], { artifacts: { a: 1, c: 1 } }))
      .then(
        finished(1, 'successful', { artifacts: { a: 1, c: 1 } }),
        merged(
          3,
          { a: 2, c: 1, b: 2 },
          {
            a: { node: 2, job: jobOf(2), overrode: [1] },
            c: { node: 1, job: jobOf(1), overrode: [] },
            b: { node: 2, job: jobOf(2), overrode: [] },
          },
        ),
        spawned(3, parent(1, 'always', 'successful'), parent(2, 'always', 'failed')),
      ));

  it('passes inherited ones on, below own ones, and over own ones of a parent with a lower id', () => {
    // 1 sets a; 2 and 3 follow it; 2 sets a anew; 4 follows both: what 3 merely inherited wins over 2's own
    const graph = launched(
      [node(1), node(2), node(3), node(4)],
      edges('1 success 2', '1 success 3', '2 success 4', '3 success 4'),
    );
    const history = after(
      graph,
      start(1),
      report(1, 'successful', [2, 3], { artifacts: { a: 'one', keep: 1 } }),
      report(2, 'successful', [], { artifacts: { a: 'two' } }),
    );
    given(...history)
      .when(report(3, 'successful', [4]))
      .thenSatisfies((events) =>
        expect(events[1]).toEqual(
          merged(
            4,
            { a: 'one', keep: 1 },
            {
              a: { node: 1, job: jobOf(1), overrode: [2] },
              keep: { node: 1, job: jobOf(1), overrode: [] },
            },
          ),
        ),
      );
  });

  it('keeps a variable named like a part of the language', () => {
    const artifacts = JSON.parse('{"__proto__": 1, "constructor": 2}') as NodeFinishedData['artifacts'];
    given(...after(join(), start(1, 2), report(1, 'successful', [], { artifacts })))
      .when(report(2, 'successful', [3]))
      .thenSatisfies((events) => {
        const { result, origins } = (events[1] as Extract<WorkflowRunEvent, { type: 'ArtifactsMerged' }>).data;
        expect(Object.entries(result)).toEqual([
          ['__proto__', 1],
          ['constructor', 2],
        ]);
        expect(Object.keys(origins)).toEqual(['__proto__', 'constructor']);
      });
  });

  it('hands on those of its successful and failed jobs, by finish time and then id', () => {
    const at = (second: number, artifacts: object) =>
      ({ finishedAt: `2030-01-15T03:00:0${second}.000Z`, artifacts }) as Partial<NodeFinishedData>;
    const history = after(
      launched([node(1), node(2), node(3), node(4), node(5)]),
      start(1, 2, 3, 4, 5),
      report(5, 'successful', [], at(2, { a: 5, tie: 5 })),
      report(1, 'successful', [], at(4, { a: 1 })),
      report(2, 'failed', [], at(2, { tie: 2, only: 2 })),
      report(3, 'error', [], at(8, { a: 3 })),
    );
    given(...history)
      .when(report(4, 'canceled', [], at(9, { a: 4 })))
      .thenSatisfies((events) =>
        expect(events.at(-1)).toMatchObject({ data: { artifacts: { tie: 5, only: 2, a: 1 } } }),
      );
  });
});

describe('canceling', () => {
  it('ends at once what has not started', () =>
    given(...fork())
      .when(cancel)
      .then(cancelRequested, ended('canceled')));

  it('skips what is left and waits for the jobs at work', () => {
    const history = after(fork(), start(1));
    given(...history)
      .when(cancel)
      .thenSatisfies((events, run) => {
        expect(events).toEqual([
          cancelRequested,
          skipped(2, 'workflow_canceled', parent(1, 'success', 'undecided')),
          skipped(3, 'workflow_canceled', parent(1, 'failure', 'undecided')),
        ]);
        expect(activeChildren(run)).toEqual([{ kind: 'job', id: jobOf(1) }]);
      });
    given(...after(history, cancel))
      .when(cancel)
      .thenNothing();
    given(...after(history, cancel))
      .when(report(1, 'successful', [2], { artifacts: { a: 1 } }))
      .then(finished(1, 'successful', { artifacts: { a: 1 } }), ended('canceled', { artifacts: { a: 1 } }));
  });

  it('ends at once when no job is at work', () =>
    given(...after(fork(), start()))
      .when(cancel)
      .thenSatisfies((events) => {
        expect(events).toHaveLength(5);
        expect(events.at(-1)).toEqual(ended('canceled'));
      }));

  it('changes nothing that is over', () =>
    given(...after(launched([]), start()))
      .when(cancel)
      .thenNothing());

  it('is refused for a run that is not there', () => given().when(cancel).thenRefused({ kind: 'missing' }));
});

describe('deleting', () => {
  const remove = { type: 'DeleteWorkflowJob', by: ANN } as const;
  const deleted: WorkflowRunEvent = { type: 'JobDeleted', data: { by: ANN } };
  const over = () => after(launched([]), start());

  it('hides a run that is over, once', () => {
    given(...over())
      .when(remove)
      .then(deleted);
    given(...over(), deleted)
      .when(remove)
      .thenNothing();
    given(...over(), deleted)
      .when(cancel)
      .thenRefused({ kind: 'missing' });
  });

  it('is refused while it is active or unknown', () => {
    given(...fork())
      .when(remove)
      .thenRefused({ kind: 'forbidden', body: { detail: 'Cannot delete running job resource.' } });
    given().when(remove).thenRefused({ kind: 'missing' });
  });
});
