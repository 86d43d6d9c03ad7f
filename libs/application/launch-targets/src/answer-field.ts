/**
 * The field under which the secret value of a variable is sealed, whoever owns it: a survey's default on its template, an
 * answer saved on a node, a variable of a workflow job or job.
 */
export const answerField = (variable: string): string => `extra_vars.${variable}`;
