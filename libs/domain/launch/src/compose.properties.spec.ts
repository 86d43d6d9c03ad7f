import { isDeepStrictEqual } from 'node:util';
import {
  isSealed,
  type Json,
  type JsonObject,
  Numeral,
  reviveNumerals,
  sameJson,
  type Value,
  type Variables,
} from '@domain/kernel';
import { credential, jobTemplate, question, sealed, workflowTemplate } from '@testing/launch';
import * as fc from 'fast-check';
import { compose } from './compose.js';
import { configLayer } from './layers.js';
import { exclusivityKey } from './credentials.js';
import { ALL_SCALARS, type PromptField, PROMPTS, SCALARS } from './prompts.js';
import { composeSpawn } from './spawn.js';
import type {
  ComposeRequest,
  Composition,
  CredentialRef,
  EffectiveValues,
  LaunchTarget,
  Layer,
  Scalar,
} from './types.js';

const SECRET = 'hunter2-in-clear';
const names = ['env', 'n', 'p', 'free', '__proto__', 'constructor'];

const json: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>('', 'a', 'b', 0, 7, true, null, new Numeral('3.0'), new Numeral('98765432109876543210')),
  fc.array(fc.integer(), { maxLength: 2 }),
  fc.dictionary(fc.string({ maxLength: 3 }), fc.integer(), { maxKeys: 2 }).map((item) => ({ ...item })),
);
const value = (key: string): fc.Arbitrary<Value> =>
  key === 'p'
    ? fc.constantFrom<Value>(sealed('one'), sealed('two'), { v: '' }, { v: '$encrypted$' })
    : fc.oneof(
        json.map((v): Value => ({ v })),
        fc.constant<Value>(sealed('other')),
      );

const variables: fc.Arbitrary<Variables> = fc
  .uniqueArray(fc.constantFrom(...names), { maxLength: 5 })
  .chain((keys) => fc.tuple(...keys.map((key) => value(key).map((item): [string, Value] => [key, item]))))
  .map((entries) => Object.fromEntries(entries));

const scalars: fc.Arbitrary<Record<string, Scalar | null>> = fc.record(
  {
    limit: fc.constantFrom('', 'web', 'db'),
    scm_branch: fc.constantFrom('', 'main', 'dev'),
    verbosity: fc.constantFrom(0, 3),
    diff_mode: fc.boolean(),
    job_slice_count: fc.constantFrom(1, 2, 9),
    inventory: fc.constantFrom(3, 4, null),
  },
  { requiredKeys: [] },
);
const credentials: fc.Arbitrary<CredentialRef[]> = fc.uniqueArray(
  fc.constantFrom(
    credential('ssh', 1),
    credential('ssh', 2),
    credential('aws', 3),
    credential('vault', 4, { vaultId: 'a' }),
  ),
  { selector: exclusivityKey, maxLength: 3 },
);
const named = (id: number) => ({ id, name: `n${id}` });
const lists = fc.uniqueArray(fc.constantFrom(named(1), named(2), named(3)), { selector: ({ id }) => id, maxLength: 3 });

const asks = fc.dictionary(fc.constantFrom(...(Object.keys(PROMPTS) as PromptField[])), fc.boolean());
const survey = fc.option(
  fc.constant({
    questions: [
      question('env', { required: true, default: { v: 'dev' } }),
      question('n', { type: 'integer', max: 5, default: { v: 1 } }),
      question('p', { type: 'password', default: sealed('default') }),
    ],
    revealed: { p: SECRET },
  }),
);

const target: fc.Arbitrary<LaunchTarget> = fc
  .record({
    values: scalars,
    variables,
    asks,
    survey,
    credentials,
    labels: lists,
    instanceGroups: lists,
    isWorkflow: fc.boolean(),
  })
  .map(({ isWorkflow, ...over }) => (isWorkflow ? workflowTemplate(over) : jobTemplate(over)));

const layer = (gate: Layer['gate']): fc.Arbitrary<Layer> =>
  fc
    .record({ prompts: scalars, variables, credentials, labels: lists, instanceGroups: lists }, { requiredKeys: [] })
    .map((given): Layer => ({ ...given, source: { source: 'node', ref: 'wfjt-20' }, gate, revealed: { p: SECRET } }));

const request: fc.Arbitrary<ComposeRequest> = fc.record({
  target,
  mode: fc.constantFrom('manual', 'save-node', 'save-schedule', 'spawn', 'schedule', 'relaunch', 'callback'),
  layers: fc
    .tuple(fc.array(layer('apply'), { maxLength: 2 }), fc.array(layer('bypass'), { maxLength: 2 }))
    .map(([under, over]) => [...under, ...over]),
});

const textOf = (item: unknown): string => JSON.stringify(item);
const same = (left: unknown, right: unknown): boolean => sameJson(plain(left), plain(right));
const plain = (item: unknown): Json => JSON.parse(textOf(item)) as Json;
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
    const reversed = (of: Variables): Variables => Object.fromEntries(Object.entries(of).reverse());
    holds((made, of) => {
      const turned = compose({
        ...of,
        target: { ...of.target, variables: reversed(of.target.variables) },
        layers: of.layers.map((item) => ({ ...item, ...(item.variables && { variables: reversed(item.variables) }) })),
      });
      expect(same(turned.effective, made.effective)).toBe(true);
      expect(same(turned.launchConfig, made.launchConfig)).toBe(true);
      expect(same(turned.ignored, made.ignored)).toBe(true);
      expect(turned.decisions).toHaveLength(made.decisions.length);
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
