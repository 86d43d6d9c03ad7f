import { escaped, page } from '../answers/html-page.js';

export interface LoginForm {
  readonly csrfToken: string;
  /** Where to go on. */
  readonly next: string;
  readonly username: string;
  readonly problem?: string;
}

/** A form for those who come with a browser. */
export const loginPage = ({ csrfToken, next, username, problem }: LoginForm): string =>
  page(
    'Log in',
    `<h1>Log in</h1>
${problem === undefined ? '' : `<p role="alert">${escaped(problem)}</p>\n`}<form method="post" action="/api/login/">
<input type="hidden" name="csrfmiddlewaretoken" value="${escaped(csrfToken)}">
<input type="hidden" name="next" value="${escaped(next)}">
<p><label>Username <input name="username" autocomplete="username" required autofocus value="${escaped(username)}"></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
<p><button>Log in</button></p>
</form>`,
  );
