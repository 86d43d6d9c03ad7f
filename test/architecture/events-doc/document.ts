import { CATALOGS, type DocumentedCatalog } from './catalogs.js';
import { EventTypes, type Shape } from './event-types.js';

/** The part of docs/events.md that follows from the code. */
export const eventsDocument = (): string => {
  const types = new EventTypes();
  const mentioned = new Set<string>();
  const sections = CATALOGS.map((documented) => section(documented, types, mentioned));
  return [...sections, typesSection(types, mentioned)].join('\n\n');
};

const section = (
  { title, stream, about, catalog, types: [library, union] }: DocumentedCatalog,
  types: EventTypes,
  mentioned: Set<string>,
): string => {
  const shapes = types.events(library, union);
  const entries = Object.entries(catalog).map(([name, { schema, about: line }]) => {
    const shape = shapeFor(shapes, name);
    shape.mentions.forEach((mention) => mentioned.add(mention));
    return `- **\`${name}\`** v${schema}: ${sentence(line)}\n  ${dataText(shape)}`;
  });
  return [`## ${title}: \`${stream}\``, about, entries.join('\n')].join('\n\n');
};

/** Kinds of resources share patterns: `${string}Created`. */
const shapeFor = (shapes: ReadonlyMap<string, Shape>, name: string): Shape => {
  const suffix = [...shapes.keys()].find((key) => key.startsWith('${string}') && name.endsWith(key.slice(9)));
  const shape = shapes.get(name) ?? shapes.get(suffix ?? '');
  if (!shape) throw new Error(`no type for event ${name}`);
  return shape;
};

const dataText = ({ fields, text }: Shape): string => {
  const shown = fields.map(({ name, isOptional, type }) => `\`${name}${isOptional ? '?' : ''}: ${type}\``);
  if (text !== null && text !== 'object' && text !== 'Record<string, never>') shown.push(`\`${text}\``);
  return shown.length === 0 || text === 'Readonly<Record<string, never>>' ? 'No data.' : shown.join(', ');
};

/** Types are followed as far as they lead. */
const typesSection = (types: EventTypes, mentioned: Set<string>): string => {
  const entries: string[] = [];
  for (const name of mentioned) {
    const { shape, about } = types.type(name);
    shape.mentions.forEach((mention) => mentioned.add(mention));
    const line = about === '' ? '' : ` ${about}`;
    entries.push(`- **\`${name}\`**:${line}\n  ${dataText(shape)}`);
  }
  return `## Types\n\n${entries.sort().join('\n')}`;
};

const sentence = (line: string): string => {
  const text = line.charAt(0).toUpperCase() + line.slice(1);
  return text.endsWith('.') ? text : `${text}.`;
};
