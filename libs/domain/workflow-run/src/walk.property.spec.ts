import { launchedData, node, spawnInput } from '@testing/builders';
import fc from 'fast-check';
import {
  type Edge,
  type EdgeKind,
  type JobNode,
  runnableAfter,
  type SpawnInput,
  type WorkflowEndData,
  workflowRun,
  type WorkflowRun,
  type WorkflowRunCommand,
  type WorkflowRunEvent,
} from './index.js';

type End = 'successful' | 'failed' | 'error' | 'canceled';

interface Scenario {
  readonly nodes: readonly JobNode[];
  readonly edges: readonly Edge[];
  /** How the job of a node would end. */
  readonly ends: ReadonlyMap<number, End>;
  /** Nodes whose template turns out to be gone when they are about to spawn. */
  readonly lost: ReadonlySet<number>;
  /** Picks the next job that reports. */
  readonly picks: readonly number[];
}

const KINDS: readonly EdgeKind[] = ['success', 'failure', 'always'];
const ENDS: readonly End[] = ['successful', 'failed', 'error', 'canceled'];

const nodeDraft = fc.record({
  converge: fc.boolean(),
  template: fc.constantFrom('there', 'there', 'there', 'there', 'null', 'lost'),
  end: fc.constantFrom(...ENDS, 'successful', 'successful'),
});

/** Acyclic, in that edges lead along a random order of the ids. */
const scenario: fc.Arbitrary<Scenario> = fc
  .integer({ min: 0, max: 9 })
  .chain((size) =>
    fc.record({
      drafts: fc.array(nodeDraft, { minLength: size, maxLength: size }),
      ids: fc.shuffledSubarray(
        Array.from({ length: size }, (_, i) => i + 1),
        { minLength: size, maxLength: size },
      ),
      matrix: fc.array(fc.constantFrom(undefined, undefined, ...KINDS), {
        minLength: size * size,
        maxLength: size * size,
      }),
      picks: fc.array(fc.nat(), { minLength: 20, maxLength: 20 }),
    }),
  )
  .map(({ drafts, ids, matrix, picks }) => {
    const template = { id: 8, kind: 'job_template' };
    const at = (position: number) => ids[position] ?? 0;
    return {
      nodes: drafts.map((draft, i) =>
        node(at(i), { converge: draft.converge, template: draft.template === 'null' ? null : template }),
      ),
      edges: matrix.flatMap((kind, cell) => {
        const [from, to] = [Math.floor(cell / ids.length), cell % ids.length];
        return kind && from < to ? [{ from: at(from), to: at(to), kind }] : [];
      }),
      ends: new Map(drafts.map((draft, i) => [at(i), draft.end])),
      lost: new Set(drafts.flatMap((draft, i) => (draft.template === 'lost' ? [at(i)] : []))),
      picks,
    };
  });

/** Drives a run as the handler and the process managers do; every command is given twice. */
class Drive {
  run: WorkflowRun = workflowRun.initial;
  readonly events: WorkflowRunEvent[] = [];

  constructor(readonly scenario: Scenario) {
    const { nodes, edges } = scenario;
    this.give({
      type: 'LaunchWorkflow',
      data: launchedData('workflow_job', 401),
      rejected: [],
      graph: { nodes, edges, source: null },
      sliced: false,
      passwords: [],
      startError: null,
    });
  }

  give(command: WorkflowRunCommand): void {
    const complete = this.withInputs(command);
    for (const event of workflowRun.decide(complete, this.run)) {
      this.events.push(event);
      this.run = workflowRun.evolve(this.run, event);
    }
    expect(workflowRun.decide(complete, this.run)).toEqual([]);
    expect(runnableAfter(this.run, complete)).toEqual([]);
  }

  start(): void {
    this.give({ type: 'StartWorkflow', spawn: {} });
  }

  report(id: number): void {
    const status = this.scenario.ends.get(id) ?? 'successful';
    const data = {
      node: id,
      job: id + 400,
      status,
      finishedAt: `2030-01-15T03:00:00.${id}Z`,
      artifacts: { [`n${id}`]: 1 },
    };
    this.give({ type: 'RecordNodeFinished', data, spawn: {} });
  }

  /** Reports of jobs at work until the run is over, or `limit` of them. */
  finish(limit = Infinity): void {
    for (let step = 0; step < limit; step++) {
      const active = this.active();
      const pick = this.scenario.picks[step % this.scenario.picks.length] ?? 0;
      const next = active[pick % active.length];
      if (next === undefined) return;
      this.report(next);
    }
  }

  active(): readonly number[] {
    const done = new Set(this.nodesOf('NodeFinished'));
    return this.nodesOf('NodeSpawned').filter((id) => !done.has(id));
  }

  nodesOf(...types: readonly WorkflowRunEvent['type'][]): number[] {
    return this.events.flatMap((event) =>
      types.includes(event.type) ? [(event.data as { readonly node: number }).node] : [],
    );
  }

  ends(): readonly WorkflowEndData[] {
    return this.events.flatMap((event) => (event.type === 'WorkflowJobFinished' ? [event.data] : []));
  }

  /** Asks again for as long as lost templates bring up further nodes. */
  private withInputs(command: WorkflowRunCommand): WorkflowRunCommand {
    if (!('spawn' in command)) return command;
    let complete = command;
    for (;;) {
      const runnable = runnableAfter(this.run, complete);
      if (runnable.length === 0) return complete;
      const inputs = runnable.map(({ node: { id } }) => [id, this.inputFor(id)] as const);
      complete = { ...complete, spawn: { ...complete.spawn, ...Object.fromEntries(inputs) } };
    }
  }

  private inputFor(id: number): SpawnInput {
    return this.scenario.lost.has(id) ? { jobId: id + 400, target: null } : spawnInput(id);
  }
}

type Fate = 'skipped' | 'missing' | End;

/** The rules once more, read off the final fate of each parent; knows nothing of order, walks and events. */
const fates = ({ nodes, edges, ends, lost }: Scenario): ReadonlyMap<number, Fate> => {
  const known = new Map<number, Fate>();
  const fateOf = (id: number): Fate => {
    const found = known.get(id) ?? decideFate(id);
    known.set(id, found);
    return found;
  };
  const decideFate = (id: number): Fate => {
    const self = nodes.find((each) => each.id === id);
    const incoming = edges.filter(({ to }) => to === id);
    const satisfied = incoming.filter(({ from, kind }) => {
      const fate = fateOf(from);
      if (fate === 'skipped') return false;
      if (kind === 'always') return true;
      return kind === 'success' ? fate === 'successful' : fate !== 'successful';
    });
    const isEnough = self?.converge ? satisfied.length === incoming.length : satisfied.length > 0;
    if (incoming.length > 0 && !isEnough) return 'skipped';
    return self?.template === null || lost.has(id) ? 'missing' : (ends.get(id) ?? 'successful');
  };
  nodes.forEach(({ id }) => fateOf(id));
  return known;
};

const sorted = (ids: readonly number[]): readonly number[] => [...ids].sort((a, b) => a - b);
const idsOf = ({ nodes }: Scenario): readonly number[] => sorted(nodes.map(({ id }) => id));

const checked = { numRuns: 400 };

describe('any workflow', () => {
  it('ends once, with every node spawned, skipped or missing once, as the rules say', () =>
    fc.assert(
      fc.property(scenario, (given) => {
        const drive = new Drive(given);
        drive.start();
        drive.finish();

        expect(drive.ends()).toHaveLength(1);
        expect(sorted(drive.nodesOf('NodeSpawned', 'NodeSkipped', 'NodeTemplateMissing'))).toEqual(idsOf(given));
        const expected = fates(given);
        const having = (...wanted: readonly Fate[]) =>
          idsOf(given).filter((id) => wanted.includes(expected.get(id) ?? 'skipped'));
        expect(sorted(drive.nodesOf('NodeSkipped'))).toEqual(having('skipped'));
        expect(sorted(drive.nodesOf('NodeTemplateMissing'))).toEqual(having('missing'));
        expect(sorted(drive.nodesOf('NodeFinished'))).toEqual(having(...ENDS));
        const isHandled = (id: number) => given.edges.some(({ from, kind }) => from === id && kind !== 'success');
        const unhandled = having('failed', 'error', 'canceled').filter((id) => !isHandled(id));
        const missing = having('missing').filter((id) => !isHandled(id));
        expect(drive.ends()[0]).toMatchObject({
          status: unhandled.length + missing.length > 0 ? 'failed' : 'successful',
          unhandled: unhandled.map((id) => ({ node: id, status: expected.get(id) })),
          missing,
        });
      }),
      checked,
    ));

  it('spawns nothing after a cancel, keeps what ran, and ends canceled with its last job', () =>
    fc.assert(
      fc.property(scenario, fc.nat({ max: 8 }), (given, before) => {
        const drive = new Drive(given);
        drive.start();
        drive.finish(before);
        const wasOver = drive.ends().length === 1;
        const spawnedBefore = drive.nodesOf('NodeSpawned');
        drive.give({ type: 'CancelWorkflow', by: { kind: 'user', id: 5, name: 'ann' }, reason: '' });
        drive.finish();

        expect(drive.nodesOf('NodeSpawned')).toEqual(spawnedBefore);
        expect(sorted(drive.nodesOf('NodeSpawned', 'NodeSkipped', 'NodeTemplateMissing'))).toEqual(idsOf(given));
        expect(sorted(drive.nodesOf('NodeFinished'))).toEqual(sorted(spawnedBefore));
        expect(drive.ends()).toHaveLength(1);
        if (!wasOver) expect(drive.ends()[0]?.status).toBe('canceled');
      }),
      checked,
    ));

  it('spawns a node only after its parents, and gives it what ran before it', () =>
    fc.assert(
      fc.property(scenario, (given) => {
        const drive = new Drive(given);
        drive.start();
        drive.finish();
        const order = drive.events.map((event) => `${event.type} ${(event.data as { node?: number }).node ?? ''}`);
        const spawnedNodes = drive.nodesOf('NodeSpawned');
        for (const { from, to } of given.edges) {
          if (!spawnedNodes.includes(from) || !spawnedNodes.includes(to)) continue;
          expect(order.indexOf(`NodeFinished ${from}`)).toBeLessThan(order.indexOf(`NodeSpawned ${to}`));
          const merge = drive.events.find((event) => event.type === 'ArtifactsMerged' && event.data.node === to);
          expect(merge?.data).toMatchObject({ result: { [`n${from}`]: 1 } });
        }
      }),
      checked,
    ));

  it('walks a thousand nodes in one go', () => {
    const ids = Array.from({ length: 1000 }, (_, i) => i + 1);
    const edges = ids.slice(1).map((id) => ({ from: Math.floor(id / 2), to: id, kind: 'success' as const }));
    const ends = new Map(ids.map((id) => [id, 'successful' as const]));
    const drive = new Drive({ nodes: ids.map((id) => node(id)), edges, ends, lost: new Set(), picks: [0] });
    drive.start();
    drive.finish(30);
    expect(drive.nodesOf('NodeSpawned')).toHaveLength(61);
  });
});
