import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, isSealed, type Json, type JsonObject, reviveNumerals, sameJson } from '@domain/kernel';
import { request, SECRET, target, variables } from '@testing/arbitrary-launches';
import * as fc from 'fast-check';
import { compose } from './compose.js';
import { configLayer } from './layers.js';
import { ALL_SCALARS, SCALARS } from './prompts.js';
import { composeSpawn } from './spawn.js';
import type { ComposeRequest, Composition, EffectiveValues, LaunchTarget, Layer } from './types.js';

const textOf = (item: unknown): string => JSON.stringify(item);
const same = (left: unknown, right: unknown): boolean => sameJson(plain(left), plain(right));
const plain = (item: unknown): Json => JSON.parse(textOf(item)) as Json;
/** With the keys of all objects in the order of the alphabet. */
const sorted = (item: Json): Json => {
  if (Array.isArray(item)) return item.map(sorted);
  if (!isJsonObject(item)) return item;
  const keys = Object.keys(item).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(item[key] ?? null)]));
};
const holds = (check: (made: Composition, of: ComposeRequest) => void): void =>
  fc.assert(
    fc.property(request, (of) => check(compose(of), of)),
    { numRuns: 400 },
  );

const expectOwnLists = (effective: EffectiveValues, template: LaunchTarget): void => {
  if (template.asks.credentials !== true) {
    expect(effective.credentials.map(({ id }) => id)).toEqual(template.credentials.map(({ id }) => id));
  }
  if (template.asks.labels !== true) expect(effective.labels).toEqual(template.labels);
  if (template.asks.instance_groups !== true) expect(effective.instance_groups).toEqual(template.instanceGroups);
};

describe('whatever is launched', () => {
  it('no value is in a job that nobody supplied', () => {
    holds(({ effective }, { target: template, layers }) => {
      for (const [key, chosen] of Object.entries(effective.extra_vars)) {
        const offers = [template, ...layers].map(({ variables: of }) =>
          of && Object.hasOwn(of, key) ? of[key] : undefined,
        );
        const defaults =
          template.survey?.questions.filter(({ variable }) => variable === key).map((q) => q.default) ?? [];
        expect([...offers, ...defaults].some((offer) => offer && same(offer, chosen))).toBe(true);
      }
      for (const field of SCALARS[template.kind]) {
        if (field === 'job_slice_count') continue; // 1 when there are too few hosts
        const offers = [template.values[field] ?? null, ...layers.map(({ prompts }) => prompts?.[field] ?? null)];
        expect(offers).toContain(effective[field]);
      }
    });
  });

  it('a prompt that is not asked for never changes a job', () => {
    holds(({ effective }, { target: template, layers }) => {
      if (layers.some(({ gate }) => gate === 'bypass')) return;
      for (const field of SCALARS[template.kind]) {
        if (template.asks[field] === true || field === 'job_slice_count') continue;
        expect(effective[field]).toBe(template.values[field] ?? null);
      }
      expectOwnLists(effective, template);
      if (template.asks.extra_vars !== true && template.survey === null) {
        expect(same(effective.extra_vars, template.variables)).toBe(true);
      }
    });
  });

  it('every variable has exactly one winner, and it is what the job gets', () => {
    holds(({ decisions, effective }) => {
      const decided = decisions.filter(({ field }) => field === 'extra_vars');
      expect(new Set(decided.map(({ key }) => key)).size).toBe(decided.length);
      for (const { key = '', effective: chosen, winner } of decided) {
        expect(winner === null).toBe(chosen === null);
        expect(Object.hasOwn(effective.extra_vars, key)).toBe(winner !== null);
        if (chosen !== null) expect(same(effective.extra_vars[key], chosen)).toBe(true);
      }
      const won = decided.filter(({ winner }) => winner !== null);
      expect(won).toHaveLength(Object.keys(effective.extra_vars).length);
    });
  });

  it('every field that a layer offered is decided once, as the job has it', () => {
    holds(({ decisions, effective }, { target: template, layers }) => {
      for (const field of ALL_SCALARS) {
        const isOffered = layers.some(({ prompts }) => (prompts?.[field] ?? null) !== null);
        const found = decisions.filter((decision) => decision.field === field);
        expect(found).toHaveLength(isOffered && SCALARS[template.kind].includes(field) ? 1 : 0);
        if (found[0] && field !== 'job_slice_count') expect(found[0].effective).toEqual({ v: effective[field] });
      }
    });
  });

  it('the order of keys does not matter', () => {
    const reversed = <Given extends object>(of: Given): Given =>
      Object.fromEntries(Object.entries(of).reverse()) as Given;
    const turnedLayer = (item: Layer): Layer =>
      reversed({
        ...item,
        ...(item.variables && { variables: reversed(item.variables) }),
        ...(item.prompts && { prompts: reversed(item.prompts) }),
      });
    const inOrder = (made: Composition) => made.decisions.map((decision) => textOf(sorted(plain(decision)))).sort();
    holds((made, of) => {
      const { variables: own, values, asks } = of.target;
      const turned = compose({
        ...of,
        target: { ...of.target, variables: reversed(own), values: reversed(values), asks: reversed(asks) },
        layers: of.layers.map(turnedLayer),
      });
      expect(same(turned.effective, made.effective)).toBe(true);
      expect(same(turned.launchConfig, made.launchConfig)).toBe(true);
      expect(same(turned.ignored, made.ignored)).toBe(true);
      expect(inOrder(turned)).toEqual(inOrder(made));
    });
  });

  it('no secret appears in clear', () => {
    holds((made) => {
      expect(textOf(made)).not.toContain(SECRET);
      for (const { key, effective: chosen } of made.decisions) {
        if (key === 'p' && chosen !== null && !isSealed(chosen)) expect(['', '$encrypted$']).toContain(chosen.v);
      }
    });
  });

  it('the record survives JSON', () => {
    holds((made) => {
      const text = textOf(made);
      expect(isDeepStrictEqual(reviveNumerals(JSON.parse(text) as JsonObject), made)).toBe(true);
    });
  });

  it('what is recorded applies again with the same result', () => {
    holds((made, { target: template, layers }) => {
      if (Object.keys(made.ignored).length > 0 || layers.some(({ gate }) => gate === 'bypass')) return;
      const again = compose({ target: template, mode: 'relaunch', layers: [recordedLayer(made, layers)] });
      const [before, after] = [made, again].map(({ effective }) => plain({ ...effective, job_slice_count: 1 }));
      expect(sameJson(before, after)).toBe(true);
    });
  });
});

/** What a relaunch of the job would hand over. */
const recordedLayer = ({ launchConfig }: Composition, layers: readonly Layer[]): Layer => {
  const ids = launchConfig?.credentials?.map(({ id }) => id) ?? [];
  const known = layers.flatMap((item) => item.credentials ?? []);
  const lists = {
    credentials: ids.flatMap((id) => known.find((item) => item.id === id) ?? []),
    ...(launchConfig?.labels && { labels: launchConfig.labels }),
    ...(launchConfig?.instance_groups && { instanceGroups: launchConfig.instance_groups }),
  };
  return { ...configLayer(launchConfig ?? {}, { source: 'relaunch' }, lists), gate: 'apply' };
};

describe('whatever a workflow spawns', () => {
  it('a job template gets every variable of the workflow unchanged', () => {
    fc.assert(
      fc.property(target, variables, variables, variables, (of, saved, outer, stats) => {
        fc.pre(of.kind === 'job_template');
        const made = composeSpawn({
          target: of,
          node: { source: { source: 'node' }, variables: saved },
          run: { source: { source: 'workflow_job' }, variables: outer },
          artifacts: [{ source: { source: 'artifact' }, values: stats }],
        });
        for (const [key, given] of Object.entries(outer)) {
          const isWish = key === 'p' && of.survey !== null && !isSealed(given) && given.v === '$encrypted$';
          if (!isWish) expect(same(made.effective.extra_vars[key], given)).toBe(true);
        }
      }),
    );
  });
});
