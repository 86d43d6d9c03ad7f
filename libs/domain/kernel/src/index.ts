export {
  type Json,
  type JsonObject,
  Numeral,
  NUMERAL_KEY,
  numberFromText,
  isJsonObject,
  reviveNumerals,
  withEntries,
  sameJson,
  jsonText,
  pythonJson,
} from './json.js';
export { type DomainEvent, type Decider, type Upcast, type EventCatalog, assertNever } from './decider.js';
export { type ErrorKind, type FieldErrors, DomainError, invalid, refused, forbidden, missing } from './errors.js';
export {
  type Ref,
  type ActorKind,
  type Actor,
  SYSTEM_ACTOR,
  type Sealed,
  type Value,
  isSealed,
  type Variables,
  MASK,
} from './references.js';
export { IntegerMap } from './integer-map.js';
