import { isJsonObject, type Json, type JsonObject } from '@domain/kernel';

/** Keywords that the document uses; one that is not here would be passed over in silence. */
const KNOWN: ReadonlySet<string> = new Set([
  ...[
    '$ref',
    'type',
    'enum',
    'properties',
    'required',
    'items',
    'additionalProperties',
    'anyOf',
    'allOf',
    'not',
    'format',
  ],
  ...['description', 'default', 'minimum', 'maximum', 'maxLength', 'examples'],
]);

const typeOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
};

const isOfType = (value: Json, type: string): boolean =>
  type === 'integer' ? Number.isInteger(value) : typeOf(value) === type;

/** Checks values against schemas of an OpenAPI document: as much of JSON Schema as the document uses. */
export class SchemaCheck {
  constructor(private readonly document: JsonObject) {}

  /** What is wrong with a value, each with its place; nothing when it conforms. */
  problems(value: Json, schema: Json, at = '$'): readonly string[] {
    if (!isJsonObject(schema)) return [`${at}: no schema`];
    const unknown = Object.keys(schema).filter((keyword) => !KNOWN.has(keyword));
    if (unknown.length > 0) return [`${at}: keywords that are not checked: ${unknown.join(', ')}`];
    if (typeof schema['$ref'] === 'string') return this.problems(value, this.resolve(schema['$ref']), at);
    return [
      ...ownProblems(value, schema, at),
      ...this.combined(value, schema, at),
      ...this.members(value, schema, at),
      ...this.items(value, schema, at),
    ];
  }

  /** The schema that a reference leads to. @throws when there is none */
  resolve(reference: string): Json {
    let found: Json | undefined = this.document;
    for (const name of reference.replace('#/', '').split('/')) found = isJsonObject(found) ? found[name] : undefined;
    if (found === undefined) throw new Error(`${reference} leads nowhere`);
    return found;
  }

  private combined(value: Json, { anyOf, allOf, not }: JsonObject, at: string): readonly string[] {
    const some = (anyOf ?? []) as readonly Json[];
    const failed = some.map((schema) => this.problems(value, schema, at));
    const fits = some.length === 0 || failed.some((problems) => problems.length === 0);
    const shortest = [...failed].sort((a, b) => a.length - b.length)[0] ?? [];
    const denied = not !== undefined && this.problems(value, not, at).length === 0 ? [`${at}: must not be`] : [];
    const all = ((allOf ?? []) as readonly Json[]).flatMap((schema) => this.problems(value, schema, at));
    return [...(fits ? [] : shortest), ...all, ...denied];
  }

  private members(
    value: Json,
    { properties = {}, additionalProperties: others }: JsonObject,
    at: string,
  ): readonly string[] {
    if (!isJsonObject(value)) return [];
    return Object.entries(value).flatMap(([name, member]) => {
      const schema = (properties as JsonObject)[name] ?? others;
      return schema === undefined ? [] : this.problems(member, schema, `${at}.${name}`);
    });
  }

  private items(value: Json, { items }: JsonObject, at: string): readonly string[] {
    if (items === undefined || !Array.isArray(value)) return [];
    return value.flatMap((item: Json, index) => this.problems(item, items, `${at}[${index}]`));
  }
}

const ownProblems = (value: Json, schema: JsonObject, at: string): readonly string[] => [
  ...typeProblems(value, schema, at),
  ...missingMembers(value, schema, at),
];

const typeProblems = (value: Json, { type, enum: values, format }: JsonObject, at: string): readonly string[] => {
  const types = (type === undefined ? [] : [type].flat()) as readonly string[];
  const text = JSON.stringify(value);
  const fits = types.length === 0 || types.some((one) => isOfType(value, one));
  const isChoice = values === undefined || (values as readonly Json[]).includes(value);
  const isTime = format !== 'date-time' || typeof value !== 'string' || !Number.isNaN(Date.parse(value));
  return [
    ...(fits ? [] : [`${at}: ${text} is not ${types.join(' or ')}`]),
    ...(isChoice ? [] : [`${at}: ${text} is no choice`]),
    ...(isTime ? [] : [`${at}: ${text} is no time`]),
  ];
};

const missingMembers = (value: Json, { required = [] }: JsonObject, at: string): readonly string[] =>
  isJsonObject(value)
    ? (required as readonly string[])
        .filter((name) => !Object.hasOwn(value, name))
        .map((name) => `${at}.${name} is missing`)
    : [];
