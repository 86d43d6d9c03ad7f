import type { Variables } from '@domain/kernel';
import { configLayer, type CurrentLists, originsOf } from './layers.js';
import type { Composition, LaunchTarget, Layer, RecordedPrompts, Source } from './types.js';

/** What a relaunch of a job with a template brings (spec relaunch-and-create-schedule.md §2.2). */
export interface Repeat {
  readonly target: Pick<LaunchTarget, 'asks'>;
  /** Of the job that is repeated. */
  readonly composition: Composition;
  /** That job. */
  readonly source: Source;
  /** Resources that were recorded, as they are now. */
  readonly lists: CurrentLists;
  /** What `hosts: failed` comes to, and who asked for it; it holds whether or not the template asks for a limit. */
  readonly failedHosts: { readonly limit: string; readonly source: Source } | null;
}

/**
 * The recorded launch as layers. What passed the template's rules then meets them once more; what came in past them (the limit
 * and variables of a callback, artifacts and variables of a workflow, hosts that had failed) does so again.
 */
export const relaunchLayers = ({ target, composition, source, lists, failedHosts }: Repeat): readonly Layer[] => {
  const { limit, extra_vars: variables = {}, ...config } = composition.launchConfig ?? {};
  const bypassed = bypassedOf(composition);
  const common = { source, origins: relaunchOrigins(composition), masks: composition.masks };
  const [past, judged] = split(variables, bypassed.keys);
  const isJudged = !bypassed.limit && (failedHosts === null || target.asks.limit === true);
  const isRepeated = bypassed.limit && failedHosts === null;
  const recorded: RecordedPrompts = { ...config, ...(isJudged ? limited(limit) : {}), ...given(judged) };
  const layers: readonly Layer[] = [
    { ...configLayer(recorded, source, lists), ...common, gate: 'apply' },
    { ...common, gate: 'bypass', prompts: isRepeated ? limited(limit) : {}, variables: past },
  ];
  if (failedHosts === null) return layers;
  return [...layers, { source: failedHosts.source, gate: 'bypass', prompts: { limit: failedHosts.limit } }];
};

const limited = (limit: RecordedPrompts['limit']): Pick<RecordedPrompts, 'limit'> =>
  limit === undefined ? {} : { limit };

/** What went past the rules: scalar prompts do so with the limit alone. */
const bypassedOf = ({ decisions }: Composition): { readonly limit: boolean; readonly keys: ReadonlySet<string> } => {
  const past = decisions.filter(({ winner }) => winner?.gate === 'bypassed');
  return {
    limit: past.some(({ field }) => field === 'limit'),
    keys: new Set(past.flatMap(({ field, key }) => (field === 'extra_vars' && key !== undefined ? [key] : []))),
  };
};

/** Those named, and the rest. */
const split = (variables: Variables, names: ReadonlySet<string>): readonly [Variables, Variables] => {
  const entries = Object.entries(variables);
  return [
    Object.fromEntries(entries.filter(([name]) => names.has(name))),
    Object.fromEntries(entries.filter(([name]) => !names.has(name))),
  ];
};

const given = (variables: Variables): { readonly extra_vars?: Variables } =>
  Object.keys(variables).length === 0 ? {} : { extra_vars: variables };

/** Who gave each value in the first place: of a relaunch of a relaunch the first one, lest the chain grow without end. */
const relaunchOrigins = (composition: Composition): NonNullable<Layer['origins']> => {
  const { fields, variables } = originsOf(composition);
  const first = <Sources extends object>(sources: Sources): Sources =>
    Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, firstOf(source as Source)])) as Sources;
  return { fields: first(fields), variables: first(variables) };
};

const firstOf = (source: Source): Source => (source.source === 'relaunch' ? (source.origin ?? source) : source);

/**
 * What the new job records: what the job before it did, as far as the template did not refuse it. A prompt that the template now
 * has itself is kept too, for the template may change again.
 */
export const repeatedConfig = (layers: readonly Layer[], { ignored, launchConfig }: Composition): RecordedPrompts => {
  const kept = layers.filter(({ gate }) => gate === 'apply').map((layer) => acceptedOf(layer, ignored));
  const all = [...kept, launchConfig ?? {}];
  const variables: Variables = Object.assign({}, ...all.map(({ extra_vars: own }) => own ?? {})) as Variables;
  const merged: RecordedPrompts = Object.assign({}, ...all) as RecordedPrompts;
  return { ...merged, ...given(variables) };
};

const acceptedOf = (layer: Layer, ignored: RecordedPrompts): RecordedPrompts => {
  const { prompts = {}, variables = {}, credentials, labels, instanceGroups } = layer;
  const lists = { credentials, labels, instance_groups: instanceGroups };
  const entries: readonly [string, unknown][] = [
    ...Object.entries(prompts),
    ...Object.entries(lists).map(([name, items]): [string, unknown] => [
      name,
      items?.map(({ id, name: of }) => ({ id, name: of })),
    ]),
  ];
  const refused = ignored.extra_vars ?? {};
  return {
    ...Object.fromEntries(entries.filter(([name, value]) => isGiven(value) && !Object.hasOwn(ignored, name))),
    ...given(Object.fromEntries(Object.entries(variables).filter(([name]) => !Object.hasOwn(refused, name)))),
  };
};

const isGiven = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
