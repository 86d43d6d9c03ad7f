import { type Json, sameJson, type Variables } from '@domain/kernel';
import { promptless, request, SECRET, target, variables } from '@testing/arbitrary-launches';
import * as fc from 'fast-check';
import { compose } from './compose.js';
import { className, exclusivityKey } from './credentials.js';
import { composeSpawn } from './spawn.js';
import { requiredVariables } from './survey.js';
import type { ComposeRequest, Composition, CredentialRef, Layer, Named } from './types.js';

const plain = (item: unknown): Json => JSON.parse(JSON.stringify(item)) as Json;
const idsOf = (items: readonly Named[] = []): readonly number[] => items.map(({ id }) => id);
const holds = (check: (made: Composition, of: ComposeRequest) => void): void =>
  fc.assert(
    fc.property(request, (of) => check(compose(of), of)),
    { numRuns: 400 },
  );
const valueOf = (of: Variables, key: string): Json => plain(Object.hasOwn(of, key) ? of[key] : null);

/** Layers whose lists count: what passes the rules by brings none. */
const judged = ({ layers }: ComposeRequest): readonly Layer[] => layers.filter(({ gate }) => gate === 'apply');
const credentialsOf = (of: ComposeRequest): readonly CredentialRef[] => [
  ...of.target.credentials,
  ...judged(of).flatMap(({ credentials }) => credentials ?? []),
];

describe('whatever lists are launched with', () => {
  it('nothing is in a job that nobody supplied', () => {
    holds(({ effective }, of) => {
      const known = (own: readonly Named[], given: (layer: Layer) => readonly Named[] | undefined) =>
        new Set([...idsOf(own), ...judged(of).flatMap((layer) => idsOf(given(layer)))]);
      const credentials = new Set(idsOf(credentialsOf(of)));
      const labels = known(of.target.labels, (layer) => layer.labels);
      const groups = known(of.target.instanceGroups, (layer) => layer.instanceGroups);
      for (const { id } of effective.credentials) expect(credentials).toContain(id);
      for (const { id } of effective.labels) expect(labels).toContain(id);
      for (const { id } of effective.instance_groups) expect(groups).toContain(id);
    });
  });

  it('a job has one credential of a class, and none of the template goes without another of its class', () => {
    holds(({ effective }, of) => {
      const classOf = new Map(credentialsOf(of).map((item) => [item.id, exclusivityKey(item)]));
      const classes = effective.credentials.map(({ id }) => classOf.get(id));
      expect(new Set(classes).size).toBe(classes.length);
      for (const own of of.target.credentials) expect(classes).toContain(exclusivityKey(own));
    });
  });

  it('labels of the template stay, and none comes twice', () => {
    holds(({ effective }, { target: template }) => {
      expect(new Set(idsOf(effective.labels)).size).toBe(effective.labels.length);
      for (const { id } of template.labels) expect(idsOf(effective.labels)).toContain(id);
    });
  });

  it('each credential and label that was added has exactly one winner, which is what the job gets', () => {
    holds(({ decisions, effective, accepted }, of) => {
      const classOf = new Map(credentialsOf(of).map((item) => [item.id, className(item)]));
      const added = [
        ...(accepted.credentials ?? []).map(({ id }) => ['credentials', classOf.get(id), id] as const),
        ...(accepted.labels ?? [])
          .filter(({ id }) => !idsOf(of.target.labels).includes(id))
          .map(({ id }) => ['labels', String(id), id] as const),
      ];
      for (const [field, key, id] of added) {
        const found = decisions.filter((decision) => decision.field === field && decision.key === key);
        expect(found).toHaveLength(1);
        expect(found[0]?.winner).not.toBeNull();
        expect(found[0]?.effective).toMatchObject({ v: { id } });
        expect(idsOf(effective[field])).toContain(id);
      }
    });
  });

  it('what is refused is told, and leaves no trace in what is accepted', () => {
    holds(({ ignored, accepted, decisions }) => {
      for (const field of ['credentials', 'labels', 'instance_groups'] as const) {
        if (ignored[field] === undefined) continue;
        expect(accepted[field]).toBeUndefined();
        const [decision] = decisions.filter((found) => found.field === field);
        expect(decision?.rejected.length).toBeGreaterThan(0);
      }
    });
  });
});

describe('whatever is asked of a template', () => {
  it('a variable that is neither asked for nor a question never changes a job', () => {
    holds(({ effective }, { target: template, layers }) => {
      if (template.asks.extra_vars === true || layers.some(({ gate }) => gate === 'bypass')) return;
      const questions = new Set(template.survey?.questions.map(({ variable }) => variable) ?? []);
      const own = Object.keys(template.variables).filter((key) => !questions.has(key));
      const others = Object.keys(effective.extra_vars).filter((key) => !questions.has(key));
      expect([...others].sort()).toEqual([...own].sort());
      for (const key of own) {
        expect(sameJson(plain(effective.extra_vars[key]), plain(template.variables[key]))).toBe(true);
      }
    });
  });

  it('asking once more gives the same, and changes nothing of what was asked with', () => {
    holds((made, of) => {
      const before = JSON.stringify(of);
      expect(JSON.stringify(compose(of))).toBe(JSON.stringify(made));
      expect(JSON.stringify(of)).toBe(before);
    });
  });

  it('the order of prompts and switches does not matter', () => {
    const turned = <Type extends object>(of: Type): Type => Object.fromEntries(Object.entries(of).reverse()) as Type;
    holds((made, of) => {
      const layers = of.layers.map((layer) => ({ ...layer, ...(layer.prompts && { prompts: turned(layer.prompts) }) }));
      const { asks, values } = of.target;
      const again = compose({ ...of, target: { ...of.target, asks: turned(asks), values: turned(values) }, layers });
      expect(sameJson(plain(again), plain(made))).toBe(true);
    });
  });

  it('every refusal has its code and its words, and every launch that ignores something says what', () => {
    holds(({ decisions, ignored }) => {
      const refused = decisions.flatMap(({ rejected }) => rejected);
      for (const { code, message } of refused) expect([code, message].every((text) => text !== '')).toBe(true);
      if (Object.keys(ignored).length > 0) expect(refused.length).toBeGreaterThan(0);
    });
  });

  it('a manual launch without a required answer is always an error', () => {
    holds(({ errors, effective }, { target: template, mode, layers }) => {
      if (mode !== 'manual') return;
      const missing = requiredVariables(template.survey).filter(
        (key) => !layers.some(({ gate, variables: given }) => gate === 'apply' && given && Object.hasOwn(given, key)),
      );
      if (missing.length > 0) expect(errors).toHaveProperty('variables_needed_to_start');
      expect(effective).toBeDefined();
    });
  });
});

describe('whatever runs that takes no prompts', () => {
  it('has its own variables, and those few of a node that a system job knows', () => {
    fc.assert(
      fc.property(promptless, variables, variables, (of, saved, outer) => {
        const made = composeSpawn({
          target: of,
          node: { source: { source: 'node' }, variables: { ...saved, days: { v: 5 } }, prompts: { limit: 'x' } },
          run: { source: { source: 'workflow_job' }, variables: outer },
          artifacts: [{ source: { source: 'artifact' }, values: outer }],
        });
        const known = of.kind === 'system_job_template' ? ['days'] : [];
        const keys = new Set([...Object.keys(of.variables), ...known]);
        expect(new Set(Object.keys(made.effective.extra_vars))).toEqual(keys);
        expect(made.startable).toEqual({ ok: true });
      }),
    );
  });
});

describe('whatever a workflow spawns', () => {
  it('a workflow template within gets outer variables by its own rules only, and no secret comes to light', () => {
    fc.assert(
      fc.property(target, variables, variables, variables, (of, saved, outer, stats) => {
        fc.pre(of.kind === 'workflow_job_template');
        const revealed = { p: SECRET };
        const made = composeSpawn({
          target: of,
          node: { source: { source: 'node' }, variables: saved, revealed },
          run: { source: { source: 'workflow_job' }, variables: outer, revealed },
          artifacts: [{ source: { source: 'artifact' }, values: stats }],
        });
        const questions = of.survey?.questions.map(({ variable }) => variable) ?? [];
        for (const key of Object.keys(outer)) {
          if (of.asks.extra_vars === true || questions.includes(key) || Object.hasOwn(stats, key)) continue;
          expect(sameJson(valueOf(made.effective.extra_vars, key), valueOf(of.variables, key))).toBe(true);
        }
        expect(JSON.stringify(made)).not.toContain(SECRET);
      }),
    );
  });
});
