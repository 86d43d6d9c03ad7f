import type { StoredEvent } from '@application/ports';
import type { JobStartedData } from '@domain/job';
import { explain } from './explain.js';
import type { OfferView, ProvenanceEntry } from './shape.js';
import { sourceView } from './source-view.js';

/** Variables that were set when the job started, over whatever the launch decided for the same name. */
export const injectedEntries = (
  started: StoredEvent,
  decided: readonly ProvenanceEntry[],
): readonly ProvenanceEntry[] => {
  const variables = new Map(decided.filter(({ field }) => field === 'extra_vars').map((entry) => [entry.key, entry]));
  const winner = sourceView({ source: 'injected', ref: started.stream, rev: started.revision }, new Map());
  const { injected } = started.data as JobStartedData;
  return Object.entries(injected).map(([key, value]) => {
    const entry = {
      ...{ field: 'injected', key, value, secret: false, mac: null, rule: 'injected', winner },
      ...{ shadowed: replaced(variables.get(key)), rejected: [] },
    };
    return { ...entry, explanation: explain(entry) };
  });
};

const replaced = (entry: ProvenanceEntry | undefined): readonly OfferView[] =>
  entry?.winner
    ? [{ ...entry.winner, value: entry.value, secret: entry.secret, mac: entry.mac }, ...entry.shadowed]
    : [];
