/** What AWX shows in the place of tokens and of secrets of applications. */
export const SECRET_MASK = '************';
