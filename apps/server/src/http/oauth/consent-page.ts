import { escaped, page } from '../answers/html-page.js';
import type { Asked } from './authorize-request.js';

export interface Consent {
  readonly asked: Asked;
  readonly username: string;
  readonly csrfToken: string;
  /** As the application sent them: they are read again when the user has answered. */
  readonly parameters: URLSearchParams;
}

const MEANINGS: Readonly<Record<string, string>> = {
  read: 'see what you may see',
  write: 'see and change what you may see and change',
};

/** Asks the user whether an application may act for him. */
export const consentPage = ({ asked, username, csrfToken, parameters }: Consent): string => {
  const hidden = [...parameters, ['csrfmiddlewaretoken', csrfToken] as const].map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  const scopes = asked.scope.split(/\s+/).map((word) => `<li>${escaped(MEANINGS[word] ?? word)}</li>`);
  return page(
    'Authorize',
    `<h1>Authorize ${escaped(asked.client.name)}?</h1>
<p>You are logged in as <strong>${escaped(username)}</strong>. The application wants to:</p>
<ul>
${scopes.join('\n')}
</ul>
<p>You will be sent to ${escaped(new URL(asked.redirectUri).origin)}.</p>
<form method="post" action="/api/o/authorize/">
${hidden.join('\n')}
<p><button name="allow" value="Authorize">Authorize</button> <button>Cancel</button></p>
</form>`,
  );
};

/** Nobody to send the user back to. */
export const problemPage = (problem: string): string =>
  page('Error', `<h1>Error</h1>\n<p role="alert">${escaped(problem)}</p>`);
