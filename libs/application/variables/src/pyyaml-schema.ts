import {
  NOT_RESOLVED,
  Schema,
  binaryTag,
  defineMappingTag,
  defineScalarTag,
  mergeTag,
  omapTag,
  pairsTag,
  seqTag,
  setTag,
  strTag,
  timestampTag,
} from 'js-yaml';
import { yamlFloat, yamlInteger } from './python-numbers.js';

/** A float that JSON has no form for. */
export const NOT_FINITE = Symbol('inf or nan');

const TRUE = /^(?:yes|Yes|YES|true|True|TRUE|on|On|ON)$/;
const FALSE = /^(?:no|No|NO|false|False|FALSE|off|Off|OFF)$/;
const NULL = /^(?:~|null|Null|NULL|)$/;
const INTEGER =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const FLOAT =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;

const scalar = (name: string, resolve: (source: string) => unknown) =>
  defineScalarTag(`tag:yaml.org,2002:${name}`, { implicit: true, resolve, identify: () => false });

const booleans = scalar('bool', (source) => (TRUE.test(source) ? true : FALSE.test(source) ? false : NOT_RESOLVED));
const nulls = scalar('null', (source) => (NULL.test(source) ? null : NOT_RESOLVED));
const integers = scalar('int', (source) => (INTEGER.test(source) ? yamlInteger(source) : NOT_RESOLVED));
const floats = scalar('float', (source) => (FLOAT.test(source) ? (yamlFloat(source) ?? NOT_FINITE) : NOT_RESOLVED));

/** Mappings keep any scalar key and let the last of equal keys win; `{{ x }}` is refused as Python's unhashable key is. */
const mappings = defineMappingTag('tag:yaml.org,2002:map', {
  create: () => new Map<unknown, unknown>(),
  addPair: (map, key, value) => {
    if (key instanceof Map || Array.isArray(key)) return 'found unhashable key';
    map.set(key, value);
    return '';
  },
  // Nothing counts as a duplicate; merges look through `keys`.
  has: (map, key) => map.has(key),
  keys: (map) => map.keys(),
  get: (map, key) => map.get(key),
  identify: (data) => data instanceof Map,
});

/** What PyYAML's `safe_load` resolves: YAML 1.1 as AWX reads it. Unknown tags are errors. */
export const PYYAML_SCHEMA = new Schema([
  strTag,
  seqTag,
  mappings,
  nulls,
  booleans,
  integers,
  floats,
  timestampTag,
  mergeTag,
  binaryTag,
  omapTag,
  pairsTag,
  setTag,
]);
