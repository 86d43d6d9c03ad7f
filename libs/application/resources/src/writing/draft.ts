import { type FieldErrors, type Json, type JsonObject, invalid } from '@domain/kernel';
import { emptyValue } from '../declaration/field.js';
import type { ResourceDeclaration } from '../declaration/resource.js';
import type { Draft, Fields, Lookup, RuleContext } from '../declaration/rules.js';
import { type WriteMode, validate } from './validate.js';

const refuseErrors = (errors: FieldErrors): void => {
  if (Object.keys(errors).length > 0) throw invalid(errors);
};

/** Fields that events of the kind carry, at their empty values. */
const blank = ({ fields }: ResourceDeclaration): Fields =>
  Object.fromEntries(fields.filter(({ origin }) => origin === 'event').map((field) => [field.name, emptyValue(field)]));

export interface Sent {
  readonly declaration: ResourceDeclaration;
  readonly body: JsonObject;
  readonly mode: WriteMode;
  readonly current: Fields | null;
}

/** Field by field first. @throws DomainError `invalid` */
export const sentFields = async ({ declaration, body, mode }: Sent, lookup: Lookup): Promise<Fields> => {
  const { values, errors } = await validate(declaration, body, mode, lookup);
  refuseErrors(errors);
  return values;
};

/** Then the kind's own rules, which may set further fields. @throws DomainError `invalid`, or what a rule throws */
export const draftOf = async (
  { declaration, body, current }: Sent,
  sent: Fields,
  id: number,
  context: RuleContext,
): Promise<Draft> => {
  const next: Readonly<Record<string, Json>> = { ...(current ?? blank(declaration)), ...sent };
  const draft: Draft = { id, body, sent, next, current };
  const verdict = await declaration.rules.check?.(draft, context);
  refuseErrors(verdict?.errors ?? {});
  if (!verdict?.set) return draft;
  const { set, reveal } = verdict;
  return { ...draft, sent: { ...sent, ...set }, next: { ...next, ...set }, ...(reveal && { reveal }) };
};
