export { type Unsealed, chain, follows, verifyStream } from './hash-chain.js';
export { type ChainBreak, type Verification, verifyLog } from './verify-log.js';
export { commandEventId, derivedId } from './deterministic-id.js';
export { type CommandContext } from './append.js';
export { type Reading, readFolded, upcast } from './fold.js';
export { AggregateRunner, type Handled, type Handling, type RunnerOptions } from './handle.js';
export { KeyedTurns } from './keyed-turns.js';
export { LogIdAllocator } from './id-allocator.js';
export { SystemClock } from './system-clock.js';
