import type { ReadStore, Row } from '@application/ports';
import { sql } from 'kysely';
import type { ResourceType } from '../declaration/field.js';
import { kindAtPath } from '../registry.js';
import { rowsOf, textOr, idOrNull } from '../reading/sql-rows.js';

/** What has a name in paths. */
export type NamedType = ResourceType | 'workflow_job_template_node';

/** Kind of what is named in paths below a list (`job_templates`); undefined: its objects have ids alone. */
export const namedKindAt = (path: string): NamedType | undefined =>
  path === 'workflow_job_template_nodes' ? 'workflow_job_template_node' : kindAtPath(path)?.type;

/** What names an object: fields of its own, and the objects it is named within. */
interface Naming {
  readonly own: readonly string[];
  readonly within: readonly ResourceType[];
}

const named = (...within: readonly ResourceType[]): Naming => ({ own: ['name'], within });

const NAMINGS: Readonly<Record<NamedType, Naming>> = {
  organization: named(),
  user: { own: ['username'], within: [] },
  team: named('organization'),
  label: named('organization'),
  credential_type: { own: ['name', 'kind'], within: [] },
  credential: named('credential_type', 'organization'),
  execution_environment: named(),
  instance_group: named(),
  inventory: named('organization'),
  host: named('inventory'),
  group: named('inventory'),
  project: named('organization'),
  job_template: named('organization'),
  workflow_job_template: named('organization'),
  system_job_template: named(),
  o_auth2_application: named('organization'),
  workflow_job_template_node: { own: ['identifier'], within: ['workflow_job_template'] },
};

/** Characters that mean something in a path stand in brackets. */
const RESERVED = /[;/?:@=&+[\]]/g;
const escape = (text: string): string => text.replace(RESERVED, (character) => `[${character}]`);

/** Splits at separators that are not in brackets, and takes the brackets off. */
const unescape = (text: string): string => text.replace(/\[([;/?:@=&+[\]])\]/g, '$1');
const splitFields = (text: string): readonly string[] => text.split(/(?<!\[)\+(?!\])/).map(unescape);
const splitParts = (text: string): readonly string[] => text.split(/(?<!\[)\+\+(?!\])/);

/**
 * Objects by their names in place of ids: `/inventories/Hosts++Default/`. Parts follow the object they are named within;
 * one that is in none has an empty part.
 */
export class NamedUrls {
  constructor(private readonly store: ReadStore) {}

  /** undefined when nothing, or more than one thing, is named so. */
  async idOf(type: NamedType, text: string): Promise<number | undefined> {
    const parts = [...splitParts(text)];
    const isBare = parts.length === 1 && type === 'job_template';
    const [id, ...others] = await this.find(type, parts, isBare);
    return parts.length === 0 && others.length === 0 ? (id ?? undefined) : undefined;
  }

  /** The name of a row, as it stands in a path. */
  async nameOf(type: ResourceType, row: Row): Promise<string> {
    const { own, within } = NAMINGS[type];
    const fields = own.map((field) => escape(textOr(row[field], ''))).join('+');
    const outer = [];
    for (const target of within) {
      const id = idOrNull(row[target]);
      const [found] =
        id === null ? [] : await rowsOf(this.store, sql`SELECT * FROM ${sql.table(target)} WHERE id = ${id}`);
      outer.push(found ? await this.nameOf(target, found) : '');
    }
    return [fields, ...outer].join('++');
  }

  /** Takes its parts off the front. Templates may be called by their name alone, as long as it is the only one. */
  private async find(type: NamedType, parts: string[], isBare = false): Promise<readonly (number | null)[]> {
    const { own, within } = NAMINGS[type];
    const part = parts.shift();
    if (part === undefined) return [];
    if (part === '') return [null];
    const values = splitFields(part);
    if (values.length !== own.length) return [];
    const conditions = own.map((field, index) => sql`${sql.ref(field)} = ${values[index]}`);
    for (const target of isBare ? [] : within) {
      const [id] = await this.find(target, parts);
      if (id === undefined) return [];
      conditions.push(id === null ? sql`${sql.ref(target)} IS NULL` : sql`${sql.ref(target)} = ${id}`);
    }
    const query = sql`SELECT id FROM ${sql.table(type)} WHERE ${sql.join(conditions, sql` AND `)} LIMIT 2`;
    return (await rowsOf(this.store, query)).map((row) => Number(row['id']));
  }
}
