import { jsonText } from '@domain/kernel';
import type { OfferView, ProvenanceEntry, RejectionView, SourceView } from './shape.js';

type Unexplained = Omit<ProvenanceEntry, 'explanation'>;

/** The entry as an English sentence or two. */
export const explain = (entry: Unexplained): string => {
  const known = Object.hasOwn(SENTENCES, entry.rule) ? SENTENCES[entry.rule] : undefined;
  const sentence = entry.winner && known ? known(entry, entry.winner) : `${subjectOf(entry)} has no value`;
  return [`${sentence}.`, ...entry.rejected.map(refusal)].join(' ');
};

type Sentence = (entry: Unexplained, winner: SourceView) => string;

/** By rule, one for each that docs/audit.md lists. */
export const SENTENCES: Readonly<Record<string, Sentence>> = {
  only_source: (entry, winner) =>
    entry.value === null
      ? `${claim(entry)}: neither ${traced(winner)} nor a launch gives it a value`
      : `${claim(entry)}: only ${traced(winner)} gives it a value`,
  template_stands: (entry, winner) =>
    `${claim(entry)} as ${traced(winner)} has it; ${gaveIn(entry)} would change nothing`,
  prompt_over_template: (entry, winner) => `${claim(entry)}: ${traced(winner)} replaces ${lost(entry)}`,
  later_layer_wins: (entry, winner) => `${claim(entry)}: ${traced(winner)} comes later and replaces ${lost(entry)}`,
  bypasses_gate: (entry, winner) =>
    `${claim(entry)}: ${traced(winner)} gives it whatever the template asks for${replacing(entry)}`,
  survey_default_over_template: (entry, winner) => `${claim(entry)}: ${traced(winner)} replaces ${lost(entry)}`,
  rejected_falls_back: (entry, winner) =>
    `${claim(entry)} as ${traced(winner)} has it, for what was offered is refused`,
  same_class_replaced: (entry, winner) =>
    `${claim(entry)}: ${traced(winner)} replaces ${lost(entry)} of the same class`,
  added: (entry, winner) => `${claim(entry)}: ${traced(winner)} adds it`,
  fixed: (entry, winner) => `${claim(entry)} as ${traced(winner)} has it; no launch can change it`,
  injected: (entry) => `${claim(entry)}: Cairn sets it at run time, over all other variables${replacing(entry)}`,
};

const LONGEST_VALUE = 80;

const claim = (entry: Unexplained): string => `${subjectOf(entry)} is ${valueText(entry)}`;

const subjectOf = ({ field, key }: Unexplained): string => {
  if (field === 'extra_vars' || field === 'injected') return key === null ? 'The set of variables' : `Variable ${key}`;
  return key === null ? field : `${field} (${key})`;
};

const valueText = ({ value, secret }: Pick<OfferView, 'value' | 'secret'>): string => {
  if (secret) return 'a secret';
  if (value === null) return 'not set';
  const text = jsonText(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
};

/** The source, and whom it had the value from, all the way back. */
const traced = (source: SourceView): string => (source.origin ? `${wayOf(source)},` : source.text);

const wayOf = ({ text, origin }: SourceView): string => (origin ? `${text}, which had it from ${wayOf(origin)}` : text);

const lost = ({ shadowed }: Unexplained): string =>
  listed(
    shadowed.map((offer) =>
      offer.value === null ? `the unset value of ${offer.text}` : `${valueText(offer)} from ${offer.text}`,
    ),
  );

const replacing = (entry: Unexplained): string => (entry.shadowed.length === 0 ? '' : `, and replaces ${lost(entry)}`);

const gaveIn = ({ shadowed }: Unexplained): string =>
  `what ${listed(shadowed.map(({ text }) => text))} ${shadowed.length > 1 ? 'offer' : 'offers'}`;

const refusal = (rejection: RejectionView): string => {
  const { value, secret, text, consequence, message } = rejection;
  if (value === null) return `Missing in ${text}: ${message}`;
  return `${secret ? 'A secret' : valueText(rejection)} from ${traced(rejection)} was ${consequence}: ${message}`;
};

const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? 'nothing') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
