import type { NodeDirectory, NodeReport, SeenNode } from '@application/ports';
import { BEAT_SECONDS, capacityOf, isPresent } from './liveness.js';
import { claimName } from './name-claim.js';
import type { NodeRegistry, NodeSelf } from './node-registry.js';

/** Time as a process lets it pass. */
export interface HeartbeatTimer {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** @returns stops it */
  every(milliseconds: number, task: () => void): () => void;
  pause(milliseconds: number): Promise<unknown>;
}

export interface HeartbeatOptions {
  readonly directory: NodeDirectory;
  readonly registry: NodeRegistry;
  readonly self: NodeSelf;
  /** The lock of the data directory is held: another process of this name on this site is gone for sure. */
  readonly holdsSite: boolean;
  /** Seconds of silence after which a runner counts as lost. */
  readonly grace: number;
  readonly timer: HeartbeatTimer;
  /** A beat was not told, or what follows one failed; the next one tries again. */
  readonly onTrouble: (error: unknown) => void;
  /** Another process has the name: this one must stop. */
  readonly onTaken: () => void;
  /** It was silent for so long that it was given up: what it ran may be another one's, or over. */
  readonly onReturned: () => Promise<void>;
}

/** The processes as this one has just seen them. */
export interface NodesView {
  readonly nodes: readonly SeenNode[];
  /**
   * This process was heard of itself throughout the last grace. Only then may it take the silence of others for their own: after
   * an outage of the directory everybody seems to have been silent.
   */
  readonly isSteady: boolean;
}

export type NodesListener = (view: NodesView) => Promise<void>;

/** Tells every few seconds that this process lives, and learns who else does. */
export class Heartbeat {
  private latest: readonly SeenNode[] = [];
  private steadySince: number;
  private toldAt: number;
  private readonly listeners = new Map<NodesListener, Promise<void> | null>();
  private stopBeating: () => void = () => undefined;
  private beating: Promise<void> | null = null;

  private constructor(
    private readonly options: HeartbeatOptions,
    /** What it tells. */
    readonly report: NodeReport,
  ) {
    this.steadySince = this.toldAt = options.timer.now();
  }

  /** Joins the installation. @throws NodeNameTaken */
  static async start(options: HeartbeatOptions): Promise<Heartbeat> {
    const { registry, directory, holdsSite, timer } = options;
    const report = await registry.identified(options.self);
    await claimName({ directory, holdsSite, pause: (ms) => timer.pause(ms) }, report);
    await registry.join(report);
    const heartbeat = new Heartbeat(options, report);
    await heartbeat.look();
    heartbeat.stopBeating = timer.every(BEAT_SECONDS * 1000, () => void heartbeat.beat());
    return heartbeat;
  }

  /** As last seen. */
  get nodes(): readonly SeenNode[] {
    return this.latest;
  }

  /** Forks that all runners together take. */
  get capacity(): number {
    return capacityOf(this.latest);
  }

  /** Told after each beat, one view at a time. @returns ends it */
  watch(listener: NodesListener): () => void {
    this.listeners.set(listener, null);
    return () => this.listeners.delete(listener);
  }

  /** One beat; the timer's. One at a time. */
  beat(): Promise<void> {
    this.beating ??= this.tell()
      .catch((error: unknown) => this.options.onTrouble(error))
      .finally(() => (this.beating = null));
    return this.beating;
  }

  /** Leaves the installation: what this process ran is waited for, but it gets nothing new. */
  async stop(): Promise<void> {
    this.stopBeating();
    await this.beating;
    for (const busy of this.listeners.values()) await busy;
    await this.options.directory.leave(this.report.name, this.report.boot);
    await this.options.registry.leave(this.report);
  }

  private async tell(): Promise<void> {
    const { directory, timer, grace, onTaken } = this.options;
    const known = await directory.beat(this.report);
    if (known === null) {
      this.stopBeating();
      return onTaken();
    }
    const now = timer.now();
    const silentFor = Math.max(known, (now - this.toldAt) / 1000); // an answer may be lost, and the beat told again
    this.toldAt = now;
    if (!isPresent({ silentFor, hasLeft: false })) this.steadySince = now;
    if (silentFor > grace) await this.comeBack();
    await this.look();
  }

  private async comeBack(): Promise<void> {
    await this.options.registry.join(this.report);
    await this.options.onReturned();
  }

  private async look(): Promise<void> {
    const { directory, timer, grace } = this.options;
    this.latest = await directory.nodes();
    const view = { nodes: this.latest, isSteady: timer.now() - this.steadySince >= grace * 1000 };
    for (const [listener, busy] of this.listeners) if (!busy) this.listeners.set(listener, this.told(listener, view));
  }

  private async told(listener: NodesListener, view: NodesView): Promise<void> {
    try {
      await listener(view);
    } catch (error) {
      this.options.onTrouble(error);
    } finally {
      if (this.listeners.has(listener)) this.listeners.set(listener, null);
    }
  }
}
