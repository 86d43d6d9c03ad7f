import { compactText, END_OF_TIME, readWall, SECOND, type Wall } from './calendar.js';
import { demandReachable } from './reachable.js';
import type { Recurrence, Rule } from './rule.js';
import { readRule, UnreadableRule } from './rule-parts.js';
import { isZone, nearestInstant, wallAt } from './zones.js';

/** One word of the text: `NAME;PARAMETER=…:value`. */
interface Property {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly value: string;
}

interface Start {
  readonly wall: Wall;
  /** Null for a time without a zone, or with one that is not known. */
  readonly zone: string | null;
}

const NO_ZONE = 'A valid TZID must be provided (e.g., America/New_York)';

/** Reads `DTSTART… RRULE… EXRULE…`, in any case. @throws UnreadableRule */
export const readRecurrence = (text: string): Recurrence => {
  const properties = wordsOf(text).map(propertyOf);
  const start = properties
    .filter(({ name }) => name === 'DTSTART')
    .map(startOf)
    .at(-1);
  const zone = start?.zone ?? null;
  const wall = start?.wall ?? 0;
  const rules: Rule[] = [];
  const exceptions: Rule[] = [];
  for (const property of properties) {
    demandKnown(property);
    if (property.name === 'DTSTART') continue;
    const rule = readRule(property.value, wall, (value) => untilOf(value, zone ?? 'UTC'));
    demandReachable(rule);
    (property.name === 'EXRULE' ? exceptions : rules).push(rule);
  }
  if (zone === null) throw new UnreadableRule(NO_ZONE);
  return { zone, start: wall, rules, exceptions };
};

/** As it is stored: one space between the parts, each UNTIL in UTC. */
export const normalized = (text: string): string => {
  const { zone } = readRecurrence(text);
  return wordsOf(text)
    .map((word) =>
      word.replace(/(UNTIL=)([^;]+)/gi, (_all, name: string, value: string) =>
        /z$/i.test(value)
          ? `${name}${value}`
          : `${name}${compactText(Math.min(nearestInstant(zone, untilOf(value, zone)), END_OF_TIME - SECOND))}Z`,
      ),
    )
    .join(' ');
};

const wordsOf = (text: string): readonly string[] => text.split(/\s+/).filter((word) => word !== '');

/** A word without a name is a rule, as the reference reads it. */
const propertyOf = (word: string): Property => {
  const colon = word.indexOf(':');
  if (colon < 0) return { name: 'RRULE', parameters: [], value: word };
  const [name = '', ...parameters] = word.slice(0, colon).split(';');
  return { name: name.toUpperCase(), parameters, value: word.slice(colon + 1) };
};

const demandKnown = ({ name, parameters }: Property): void => {
  if (!['DTSTART', 'RRULE', 'EXRULE'].includes(name)) throw new UnreadableRule(`unsupported property: ${name}`);
  if (name !== 'DTSTART' && parameters.length > 0)
    throw new UnreadableRule(`unsupported ${name} parm: ${parameters.join(';')}`);
};

const startOf = ({ parameters, value }: Property): Start => {
  const text = value.toUpperCase();
  const isUtc = text.endsWith('Z');
  const wall = readWall(isUtc ? text.slice(0, -1) : text);
  if (wall === undefined) throw new UnreadableRule(`Unknown string format: ${value}`);
  const zone = zoneOf(parameters);
  if (isUtc && zone !== undefined) throw new UnreadableRule('DTSTART/EXDATE specifies multiple timezone');
  return { wall, zone: isUtc ? 'UTC' : (zone ?? null) };
};

/** Undefined when there is none; null when it is not known. */
const zoneOf = (parameters: readonly string[]): string | null | undefined => {
  let zone: string | null | undefined;
  for (const parameter of parameters) {
    const [name = '', value = ''] = parameter.split('=');
    if (name.toUpperCase() === 'TZID') zone = isZone(value) ? value : null;
    else if (!/^VALUE=DATE-TIME$/i.test(parameter)) throw new UnreadableRule(`unsupported parm: ${parameter}`);
  }
  return zone;
};

/** In UTC, or on the clock of the zone. */
const untilOf = (value: string, zone: string): Wall => {
  const isUtc = /z$/i.test(value);
  const wall = readWall((isUtc ? value.slice(0, -1) : value).toUpperCase());
  if (wall === undefined) throw new UnreadableRule(`invalid 'UNTIL': ${value}`);
  return isUtc ? wallAt(zone, wall) : wall;
};
