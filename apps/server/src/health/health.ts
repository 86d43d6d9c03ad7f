import type { Clock, EventLog, Position } from '@application/ports';

/** `/health/`, for load balancers and whatever starts processes again. It holds nothing secret: anyone may ask. */
export interface HealthReport {
  /** `draining`: it still answers, but is about to stop. `failing`: it cannot work without what it does not reach. */
  readonly status: 'ok' | 'draining' | 'failing';
  readonly node: string;
  readonly roles: readonly string[];
  readonly version: string;
  readonly log: { readonly reachable: boolean };
  readonly read_store: {
    readonly reachable: boolean;
    /** Seconds that the oldest event which rows do not show yet has waited; null: unknown. */
    readonly lag: number | null;
  };
  /** Events that were put aside because they kept failing; null: unknown. */
  readonly parked: number | null;
}

/** What a process is, and what it needs. */
export interface HealthParts {
  readonly node: string;
  readonly roles: readonly string[];
  readonly version: string;
  readonly log: Pick<EventLog, 'readAll'>;
  /** How far the rows are, asked of the read store itself; undefined: there are none. */
  readonly shown: () => Promise<Position | undefined>;
  readonly parked: () => Promise<number>;
  readonly clock: Clock;
  /** What takes longer than this counts as not reachable, ms. */
  readonly patience?: number;
}

const PATIENCE_MS = 2_000;
/** However often and by how many it is asked. */
const REMEMBERED_MS = 1_000;

interface Found {
  readonly isLogReached: boolean;
  readonly isStoreReached: boolean;
  readonly lag: number | null;
  readonly parked: number | null;
}

/** Whether a process can do its work. It looks at most once a second, and never waits long. */
export class Health {
  private isDraining = false;
  private found: { readonly at: number; readonly look: Promise<Found> } | undefined;

  constructor(
    private readonly parts: HealthParts,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** From now on whoever asks is told to go elsewhere. */
  drain(): void {
    this.isDraining = true;
  }

  async report(): Promise<HealthReport> {
    const { isLogReached, isStoreReached, lag, parked } = await this.lately();
    const { node, roles, version } = this.parts;
    return {
      status: this.isDraining ? 'draining' : isLogReached && isStoreReached ? 'ok' : 'failing',
      ...{ node, roles, version },
      log: { reachable: isLogReached },
      read_store: { reachable: isStoreReached, lag },
      parked,
    };
  }

  /** The age counts from the end of a look: while one takes long, nobody begins another. */
  private lately(): Promise<Found> {
    if (this.found && this.now() - this.found.at < REMEMBERED_MS) return this.found.look;
    const look = this.look().then((found) => {
      this.found = { at: this.now(), look };
      return found;
    });
    this.found = { at: Infinity, look };
    return look;
  }

  private async look(): Promise<Found> {
    const { shown, parked, patience = PATIENCE_MS } = this.parts;
    const position = await inTime(shown(), patience);
    const [waiting, aside] = await Promise.all([
      inTime(this.waitingSince(position?.value), patience),
      position && inTime(parked(), patience),
    ]);
    return {
      isLogReached: waiting !== undefined,
      isStoreReached: position !== undefined,
      lag: position && waiting ? waiting.value : null,
      parked: aside?.value ?? null,
    };
  }

  /** Seconds since the first event after this position; 0: there is none. */
  private async waitingSince(position: Position | undefined): Promise<number> {
    const after = position === undefined ? {} : { after: position };
    const [next] = (await this.parts.log.readAll({ limit: 1, ...after })).events;
    if (!next) return 0;
    return Math.max(0, (Date.parse(this.parts.clock.now()) - Date.parse(next.meta.at)) / 1000);
  }
}

/** 200 for those who may send work here, 503 for those who should not. */
export const statusOf = ({ status }: HealthReport): 200 | 503 => (status === 'ok' ? 200 : 503);

/** What came in time; undefined: a failure, or nothing yet. The answer of a health check is that it is so, not why. */
const inTime = async <Value>(asked: Promise<Value>, patience: number): Promise<{ value: Value } | undefined> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => (timer = setTimeout(() => resolve(undefined), patience)));
  try {
    return await Promise.race([asked.then((value) => ({ value })).catch(() => undefined), late]);
  } finally {
    clearTimeout(timer);
  }
};
