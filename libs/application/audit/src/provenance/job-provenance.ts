import type { EventLog, StoredEvent } from '@application/ports';
import type { Viewer } from '@domain/access';
import { forbidden, type JsonObject, missing } from '@domain/kernel';
import type { JobKind, LaunchedData } from '@domain/launch';
import { redacted } from '../history/redact.js';
import { type MayRead, readsEverything } from '../reading.js';
import { entriesOf } from './entries.js';
import { injectedEntries } from './injected.js';
import { launchSteps, readLaunched } from './launch-steps.js';
import type { Provenance, ProvenanceEntry } from './shape.js';

/** Which values are asked about; both empty: all. */
export interface Narrowing {
  readonly fields: readonly string[];
  readonly variables: readonly string[];
}

/** Answers "why has this job this value" from what the launch stored; nothing is decided again. */
export class JobProvenance {
  constructor(
    private readonly log: Pick<EventLog, 'readStream'>,
    private readonly mayRead: MayRead,
  ) {}

  /** @throws DomainError 404 when there is no such job, 403 when the viewer may not read it */
  async of(viewer: Viewer, kind: JobKind, id: number, narrowing: Narrowing): Promise<Provenance> {
    const stream = `${kind === 'workflow_job' ? 'wfjob' : 'job'}-${id}`;
    const launched = await readLaunched(this.log, stream);
    if (launched?.data.kind !== kind) throw missing();
    if (!readsEverything(viewer) && !(await this.mayRead(viewer, stream))) throw forbidden();
    const { data, event } = launched;
    const decided = entriesOf(data, readsEverything(viewer));
    const started = kind === 'workflow_job' ? undefined : await this.start(stream);
    const values = [...decided, ...(started ? injectedEntries(started, decided) : [])];
    return {
      id,
      type: kind,
      name: data.name,
      stream,
      template: templateOf(data),
      correlation: event.meta.correlation,
      requested: redacted(data.requested, { masks: new Set(data.composition?.masks), members: new Set() }),
      launched: await launchSteps(this.log, launched),
      values: values.filter((entry) => isAskedFor(entry, narrowing)),
    };
  }

  private async start(stream: string): Promise<StoredEvent | undefined> {
    for await (const event of this.log.readStream(stream)) if (event.type === 'JobStarted') return event;
    return undefined;
  }
}

/** Of what has no prompts, projects alone are launched. */
const templateOf = ({ template, composition }: LaunchedData): JsonObject | null =>
  template ? { ...template, kind: composition?.template.kind ?? 'project' } : null;

const isAskedFor = ({ field, key }: ProvenanceEntry, { fields, variables }: Narrowing): boolean => {
  if (fields.length + variables.length === 0 || fields.includes(field)) return true;
  return (field === 'extra_vars' || field === 'injected') && key !== null && variables.includes(key);
};
