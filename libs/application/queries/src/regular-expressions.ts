import { RE2JS, RE2JSException } from 're2js';
import { badQuery } from './refusals.js';

const LONGEST_PATTERN = 500;
/** Time grows with the text times this: repeats of repeats make it large. */
const MOST_INSTRUCTIONS = 1000;
const MOST_COMPILED = 200;

/** @throws DomainError 400 for a pattern that is wrong, too long, or needs backtracking (which could stall the server) */
export const checkPattern = (pattern: string): string => {
  if (pattern.length > LONGEST_PATTERN)
    throw badQuery(`regular expression is longer than ${LONGEST_PATTERN} characters`);
  try {
    if (compiled(pattern, 0).programSize() > MOST_INSTRUCTIONS) throw badQuery('regular expression is too complex');
  } catch (error) {
    if (error instanceof RE2JSException) throw badQuery(error.message);
    throw error;
  }
  return pattern;
};

const cache = new Map<string, RE2JS>();

/** A function of SQL is called once per row: the pattern is compiled once. */
const compiled = (pattern: string, flags: number): RE2JS => {
  const key = `${flags}:${pattern}`;
  const found = cache.get(key);
  if (found) return found;
  if (cache.size >= MOST_COMPILED) cache.clear();
  const expression = RE2JS.compile(pattern, flags);
  cache.set(key, expression);
  return expression;
};

/** Whether the pattern occurs anywhere in the text. */
export const isMatch = (pattern: string, text: string, flags = 0): boolean => compiled(pattern, flags).test(text);

export const IGNORE_CASE = RE2JS.CASE_INSENSITIVE;
