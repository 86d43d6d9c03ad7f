import { isSealed, type JsonObject, type Value, type Variables } from '@domain/kernel';
import type { UngatedLayer } from './layers.js';
import { plainVariables } from './record.js';
import type { Source } from './types.js';

/** Marks artifacts that a task hid; it is never a variable itself (spec precedence.md §5). */
export const NO_LOG_KEY = '_ansible_no_log';

/** What one ancestor's job contributed. */
export interface InheritedArtifacts {
  /** `{source: 'artifact', ref: 'job-402', …}` */
  readonly source: Source;
  readonly values: Variables;
}

/** Artifacts as layers, in the order given (weakest first). One hidden job hides the names of all. */
export const artifactLayers = (inherited: readonly InheritedArtifacts[]): readonly UngatedLayer[] => {
  const hides = inherited.some(({ values }) => isHidden(values));
  return inherited.map(({ source, values }) => {
    const variables = Object.hasOwn(values, NO_LOG_KEY) ? withoutMark(values) : values;
    return { source, variables, ...(hides ? { masks: Object.keys(variables) } : {}) };
  });
};

const isHidden = (values: Variables): boolean => {
  const mark = Object.hasOwn(values, NO_LOG_KEY) ? values[NO_LOG_KEY] : undefined;
  return mark !== undefined && !isSealed(mark) && Boolean(mark.v);
};

const withoutMark = (values: Variables): Variables =>
  Object.fromEntries(Object.entries(values).filter(([key]): boolean => key !== NO_LOG_KEY));

/** What a merge of artifacts tells of each key: the node and the job it came from. */
export type ArtifactOrigins = Readonly<Record<string, { readonly node: number; readonly job: number | null }>>;

/** Splits merged artifacts by the job each key came from, so that the record can name it. */
export const inheritedFrom = (merged: JsonObject, origins: ArtifactOrigins): readonly InheritedArtifacts[] => {
  const byJob = new Map<string, { source: Source; values: [string, Value][] }>();
  for (const [key, value] of Object.entries(plainVariables(merged))) {
    const source = artifactSource(Object.hasOwn(origins, key) ? origins[key] : undefined);
    const group = byJob.get(source.ref ?? '') ?? { source, values: [] };
    byJob.set(source.ref ?? '', group);
    group.values.push([key, value]);
  }
  return [...byJob.values()].map(({ source, values }) => ({ source, values: Object.fromEntries(values) }));
};

const artifactSource = (origin: ArtifactOrigins[string] | undefined): Source =>
  origin === undefined
    ? { source: 'artifact' }
    : { source: 'artifact', ...(origin.job === null ? {} : { ref: `job-${origin.job}` }), node: origin.node };
