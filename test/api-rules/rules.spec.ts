import { isJsonObject, type Json } from '@domain/kernel';
import { demoWorld } from './demo-world.js';
import { type Answered, LiveApi } from './live-api.js';
import { COPY_RULES, OPTIONS_RULES, SUBLIST_RULES } from './rules/action-rules.js';
import { HTTP_RULES } from './rules/http-rules.js';
import { KIND_RULES } from './rules/kind-rules.js';
import { LIST_RULES } from './rules/list-rules.js';
import { OBJECT_RULES } from './rules/object-rules.js';
import type { Rule } from './rules/rule.js';
import { plantTrees } from './rules/trees.js';

let api: LiveApi;
let ids: Readonly<Record<string, number>>;

beforeAll(async () => {
  api = await LiveApi.start();
  const world = await demoWorld(api);
  const trees = await plantTrees(api, world.project);
  const { organization } = world;
  const { id: spare_team } = await api.post('teams/', { name: 'Spare', organization });
  const { id: spare_inventory } = await api.post('inventories/', { name: 'Spare', organization });
  const { id: stump } = await api.post('hosts/', { name: 'stump', inventory: world.inventory });
  const types = await credentialTypes();
  ids = { ...world, ...types, ...trees, spare_team, spare_inventory, stump };
});
afterAll(() => api.stop());

const credentialTypes = async (): Promise<Readonly<Record<string, number>>> => {
  const { results } = await api.get('credential_types/?namespace__in=ssh,vault,scm');
  const byName = new Map((results as { id: number; namespace: string }[]).map(({ id, namespace }) => [namespace, id]));
  return { machine: byName.get('ssh') ?? 0, vault: byName.get('vault') ?? 0, scm: byName.get('scm') ?? 0 };
};

const NAME = /\{(\w+)\}/g;

const inText = (text: string): string => text.replace(NAME, (whole, name: string) => String(ids[name] ?? whole));

/** Ids in the place of their names; a text that is nothing but a name becomes the number. */
const filled = <Value>(value: Value): Value => {
  if (typeof value === 'string') {
    const [, name = ''] = /^\{(\w+)\}$/.exec(value) ?? [];
    return (ids[name] ?? inText(value)) as Value;
  }
  if (Array.isArray(value)) return value.map((item: unknown) => filled(item)) as Value;
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item as unknown)])) as Value;
};

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const namesIn = (json: Json): readonly Json[] => {
  const results = isJsonObject(json) ? json['results'] : undefined;
  return Array.isArray(results)
    ? results.map((item: Json) => (isJsonObject(item) ? (item['name'] ?? null) : null))
    : [];
};

const prove = (rule: Rule, answer: Answered): void => {
  expect([answer.status, answer.text.slice(0, 500)]).toEqual([rule.status, answer.text.slice(0, 500)]);
  if (rule.is) expect(answer.json).toEqual(filled(rule.is));
  if (rule.holds) expect(answer.json).toMatchObject(filled(rule.holds));
  if (rule.lists) expect(namesIn(answer.json)).toEqual(rule.lists);
  if (rule.headers) expect(answer.headers).toMatchObject(rule.headers);
  rule.shows?.(answer);
};

/** The sections of the interface's description, each rule with a request that shows it; later rules build on earlier ones. */
describe.each([
  ['objects', OBJECT_RULES],
  ['lists', LIST_RULES],
  ['sublists', SUBLIST_RULES],
  ['copies', COPY_RULES],
  ['OPTIONS', OPTIONS_RULES],
  ['kinds', KIND_RULES],
  ['errors and HTTP', HTTP_RULES],
])('rules of %s', (_, rules) => {
  it.each(rules.map((rule) => [rule.rule, rule.ask[1], rule] as const))('%s (%s)', async (_rule, _path, rule) => {
    const [method, path, sent = {}] = rule.ask;
    prove(rule, await api.send(method, inText(path), filled(sent)));
  });
});
