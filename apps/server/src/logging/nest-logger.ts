import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** Nest's own words in our log. What it says while it starts is for those who look for a fault. */
export const nestLogger = (log: Log): LoggerService => ({
  log: (message: unknown, ...rest: unknown[]) => log.debug(String(message), { context: contextOf(rest) }),
  debug: (message: unknown, ...rest: unknown[]) => log.debug(String(message), { context: contextOf(rest) }),
  verbose: (message: unknown, ...rest: unknown[]) => log.debug(String(message), { context: contextOf(rest) }),
  warn: (message: unknown, ...rest: unknown[]) => log.warn(String(message), { context: contextOf(rest) }),
  error: (message: unknown, ...rest: unknown[]) =>
    log.error(String(message), { context: contextOf(rest), details: rest.slice(0, -1) }),
});

/** Nest gives its context last. */
const contextOf = (rest: readonly unknown[]): unknown => rest.at(-1);
