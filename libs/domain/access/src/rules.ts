import type { RightName } from './rights.js';

/**
 * What a method of the API needs, as its endpoint declares it and docs/access.md tells it: a right (`job_template.change`;
 * `host.list` is for whoever is signed in, and shows what he may read), or one of these.
 * `anyone`: no login is looked for. `signed_in`: any user. `auditor`: superusers and system auditors.
 */
export type Rule = RightName | 'anyone' | 'signed_in' | 'auditor' | 'superuser';

/** All of these are needed. */
export type Needs = Rule | readonly Rule[];

export const rulesOf = (needs: Needs): readonly Rule[] => (typeof needs === 'string' ? [needs] : needs);
