import { DomainError } from '@domain/kernel';
import { checkPattern, isMatch } from './regular-expressions.js';

/** Whether the regular expression occurs in the text; null for one that is wrong, too long, or would need backtracking. */
export const occurs = (expression: string, text: string): boolean | null => {
  try {
    return isMatch(checkPattern(expression), text);
  } catch (error) {
    if (error instanceof DomainError) return null;
    throw error;
  }
};
