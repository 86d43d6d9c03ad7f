import type { Position } from '@application/ports';

/** Who did it: one of a kind by id (`user:1`), or anyone of that name. */
export type WantedActor = { readonly kind: string; readonly id: number } | { readonly name: string };

/** Each reads the text of one query parameter; undefined when it cannot be read. */

export const countOf = (text: string): number | undefined => (/^\d{1,15}$/.test(text) ? Number(text) : undefined);

export const choiceOf =
  <Choice extends string>(choices: readonly Choice[]) =>
  (text: string): Choice | undefined =>
    choices.find((choice) => choice === text);

/** Positions of one log have one width, so that as text they are in its order: that of the embedded log, or of EventStoreDB. */
export const positionOf = (text: string): Position | undefined =>
  /^(?:\d{16}|\d{19}-\d{19})$/.test(text) ? (text as Position) : undefined;

export const actorOf = (text: string): WantedActor | undefined => {
  const [, kind, id] = /^([a-z]+):(\d{1,15})$/.exec(text) ?? [];
  return kind === undefined ? { name: text } : { kind, id: Number(id) };
};

const TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?(Z|[+ -]\d\d:?\d\d)?)?$/;

/** As events write it: UTC with six decimals. Without a zone it is UTC; the plus of one may have been read as a space. */
export const instantOf = (text: string): string | undefined => {
  const [, day, time = '00:00', fraction = '', zone = 'Z'] = TIME.exec(text) ?? [];
  const instant = new Date(`${day}T${time}${zone.replace(' ', '+')}`);
  if (Number.isNaN(instant.getTime())) return undefined;
  return instant.toISOString().replace('.000Z', `.${fraction.padEnd(6, '0').slice(0, 6)}Z`);
};
