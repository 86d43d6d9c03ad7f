import { type Json, type JsonObject, Numeral, isJsonObject, jsonText, withEntries } from '@domain/kernel';
import { isPlainReference } from './plain-reference.js';

/**
 * Extra variables as YAML in which every string is tagged `!unsafe`: Ansible passes them on and never templates them.
 * Keys are explicit (`? "key"`), so that they may be of any length and content. Numbers keep their digits.
 */
export const extraVarsText = (variables: JsonObject): string => `---\n${unsafeYaml(variables)}\n`;

const unsafeYaml = (value: Json): string => {
  if (typeof value === 'string') return `!unsafe ${quoted(value)}`;
  if (typeof value === 'number') return yamlNumber(String(value));
  if (value instanceof Numeral) return yamlNumber(value.text);
  if (Array.isArray(value)) return `[${value.map((item: Json) => unsafeYaml(item)).join(', ')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `? ${quoted(key)} : ${unsafeYaml(item)}`)
    .join(', ')}}`;
};

/** YAML 1.1 wants a point and a signed exponent, else it reads `1e5` as text. */
const yamlNumber = (text: string): string => {
  const [mantissa = '', exponent] = text.toLowerCase().split('e');
  if (exponent === undefined) return text;
  const withPoint = mantissa.includes('.') ? mantissa : `${mantissa}.0`;
  return `${withPoint}e${/^[+-]/.test(exponent) ? exponent : `+${exponent}`}`;
};

/** A double-quoted scalar in printable ASCII; characters beyond the basic plane as one escape, as YAML wants them. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[^\x20-\x7e]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
  });

/** The inventory as our inventory plugin reads it, from Ansible's own JSON form. */
export const inventoryText = (inventory: JsonObject): string => {
  const { _meta: meta, ...groups } = inventory;
  const hostvars = isJsonObject(meta) && isJsonObject(meta['hostvars']) ? meta['hostvars'] : {};
  return jsonText({
    groups: withEntries(Object.entries(groups).map(([name, group]) => [name, groupOf(group)])),
    hostvars: withEntries(Object.entries(hostvars).map(([host, variables]) => [host, variablesOf(variables)])),
  });
};

const groupOf = (group: Json): JsonObject => {
  const body: JsonObject = Array.isArray(group) ? { hosts: group } : isJsonObject(group) ? group : {};
  return { hosts: body['hosts'] ?? [], children: body['children'] ?? [], vars: variablesOf(body['vars']) };
};

const variablesOf = (variables: Json | undefined): JsonObject =>
  isJsonObject(variables) ? withEntries(Object.entries(variables).map(([key, value]) => [key, marked(value)])) : {};

const marked = (value: Json): Json => {
  if (typeof value === 'string') return (isPlainReference(value) ? 't' : 'd') + value;
  if (Array.isArray(value)) return value.map((item: Json) => marked(item));
  return isJsonObject(value) ? variablesOf(value) : value;
};
