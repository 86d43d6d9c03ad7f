import { LOG_LEVELS, type LogLevel } from '../configuration/settings.js';

/** Facts beside a message. Never a body, never credentials; errors are written with their stack. */
export type LogFields = Readonly<Record<string, unknown>>;

export type Log = Readonly<Record<LogLevel, (message: string, fields?: LogFields) => void>>;

/** One JSON line per entry, up to the given level. */
export const structuredLog = (
  most: LogLevel,
  write: (line: string) => void = (line) => process.stderr.write(line),
  now: () => Date = () => new Date(),
): Log => {
  const entry = (level: LogLevel) => {
    if (LOG_LEVELS.indexOf(level) > LOG_LEVELS.indexOf(most)) return () => undefined;
    return (message: string, fields: LogFields = {}): void => {
      const line = { time: now().toISOString(), level, message, ...shown(fields) };
      write(`${JSON.stringify(line)}\n`);
    };
  };
  return { error: entry('error'), warn: entry('warn'), info: entry('info'), debug: entry('debug') };
};

const shown = (fields: LogFields): LogFields =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, isError(value) ? textOf(value) : value]));

const isError = (value: unknown): value is Error =>
  typeof value === 'object' && value !== null && 'stack' in value && 'message' in value;

const textOf = (error: Error): string =>
  isError(error.cause)
    ? `${error.stack ?? error.message}\ncaused by ${textOf(error.cause)}`
    : (error.stack ?? error.message);
