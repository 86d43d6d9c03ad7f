import { performance } from 'node:perf_hooks';
import { ARTIFACT_BYTES, CONVERGING, EDGES, NODES, parentsOf } from '../graph.mjs';

const PARENTS = new Map(NODES.map((node) => [node, parentsOf(node)]));
const INCOMING = new Map(NODES.map((node) => [node, EDGES.filter(([, , to]) => to === node)]));
const ARTIFACT = 'x'.repeat(ARTIFACT_BYTES);

/** One run of the graph: a table of states, an append for everything that changes it, nothing else. */
export class Walk {
  /** node -> { state: 'running' | 'successful' | 'skipped', artifacts, started, finished } */
  nodes = new Map();
  status = 'running';
  #log;
  #stream;
  #revision = 0;
  #turn = Promise.resolve();

  constructor(log, id) {
    this.#log = log;
    this.#stream = `run-${id}`;
  }

  /** Resolves when the launch is on disk; the rest follows by itself. */
  async launch() {
    await this.#decide([{ type: 'launched', graph: { NODES, EDGES } }]);
  }

  /** A job without work: over as soon as it is on disk that it was spawned. */
  #run(node) {
    const state = this.nodes.get(node);
    state.started = performance.now();
    state.finished = performance.now();
    // One stream, so one decision after another.
    this.#turn = this.#turn.then(() => {
      state.state = 'successful';
      state.artifacts = { ...state.artifacts, [node]: ARTIFACT };
      return this.#decide([{ type: 'finished', node, artifacts: { [node]: ARTIFACT } }]);
    });
  }

  /** A fact and all that follows from it, in one append. */
  async #decide(events) {
    const spawned = this.#advance(events);
    const isOver = NODES.every((node) => this.nodes.has(node) && this.nodes.get(node).state !== 'running');
    if (isOver) events.push({ type: 'ended', status: 'successful' });
    const revision = this.#revision;
    this.#revision += events.length;
    await this.#log.append(this.#stream, revision, events);
    if (isOver) this.status = 'successful';
    for (const node of spawned) this.#run(node);
  }

  /** Parents come before their children, so one pass decides all that can be decided. */
  #advance(events) {
    const spawned = [];
    for (const node of NODES) {
      const next = this.nodes.has(node) ? 'wait' : this.#judge(node);
      if (next === 'wait') continue;
      const artifacts = next === 'spawn' ? this.#inherited(node) : undefined;
      this.nodes.set(node, { state: next === 'spawn' ? 'running' : 'skipped', artifacts });
      events.push({ type: next === 'spawn' ? 'spawned' : 'skipped', node, artifacts });
      if (next === 'spawn') spawned.push(node);
    }
    return spawned;
  }

  #judge(node) {
    const parents = PARENTS.get(node).map((parent) => this.nodes.get(parent)?.state ?? 'undecided');
    if (parents.length === 0) return 'spawn';
    if (parents.some((state) => state === 'undecided' || state === 'running')) return 'wait';
    const satisfied = INCOMING.get(node).map(([from, kind]) => isSatisfied(kind, this.nodes.get(from).state));
    return (CONVERGING.has(node) ? satisfied.every(Boolean) : satisfied.some(Boolean)) ? 'spawn' : 'skip';
  }

  #inherited(node) {
    return Object.assign({}, ...PARENTS.get(node).map((parent) => this.nodes.get(parent).artifacts));
  }
}

const isSatisfied = (kind, state) => state === 'successful' && kind !== 'failure';
