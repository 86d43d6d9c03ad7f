export * from './messages.js';
export { type Callback, callback, callbackStream, isPending } from './callback.js';
export {
  type Candidates,
  candidatesOf,
  type HeaderNames,
  type Origin,
  splitValues,
  withoutArpa,
} from './candidates.js';
export { directMatches, effectiveName, type KnownHost, resolvedMatches } from './matching.js';
export { answerTo, callbackRefusal, reasonOf } from './refusals.js';
export { type HostVerdict, judgeHosts, judgeKey, type KeyFacts } from './verdicts.js';
