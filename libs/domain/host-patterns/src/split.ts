import { isAddress } from './address.js';

/** Anything but white space, colons and brackets, or a complete bracketed expression; once or more. */
const BETWEEN_COLONS = /(?:[^\s:[\]]|\[[^\]]*\])+/g;

/**
 * The terms of a limit, split as Ansible does: at commas where there is one; a text that can be a host with its port, an
 * IPv6 address or a range of hosts is one term; anything else is split at colons and white space.
 */
export const splitPattern = (limit: string): readonly string[] => {
  const parts = limit.includes(',')
    ? limit.split(',')
    : isAddress(limit)
      ? [limit]
      : (withoutLoneBrackets(limit).match(BETWEEN_COLONS) ?? []);
  return parts.map((part) => part.trim()).filter((part) => part !== '');
};

/** A bracket that is never closed separates like a colon; the end of each of many would be looked for through the whole text. */
const withoutLoneBrackets = (limit: string): string => {
  const end = limit.lastIndexOf(']') + 1;
  return limit.slice(0, end) + limit.slice(end).replaceAll('[', ':');
};
