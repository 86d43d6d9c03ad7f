import type { ApiAccess } from './api.js';
import { LAUNCH } from './plan.js';

/** How to launch the workflow again by hand. The password is named, never shown. */
export const curlText = ({ url, user }: Pick<ApiAccess, 'url' | 'user'>, template: number): string =>
  [
    'Launch it again (curl asks for the password):',
    '',
    `  curl --user ${user} --header 'Content-Type: application/json' \\`,
    `    --data '${JSON.stringify(LAUNCH)}' ${url}/api/v2/workflow_job_templates/${template}/launch/`,
    '',
  ].join('\n');
