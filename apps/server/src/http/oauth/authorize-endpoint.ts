import { writeContext } from '@application/resources';
import type { Viewer } from '@domain/access';
import type { Answer } from '../answers/answer.js';
import { htmlAnswer } from '../answers/html-page.js';
import { cookiesOf } from '../authentication/cookies.js';
import { csrfTokenOf, demandCsrfToken, SESSION_COOKIE } from '../authentication/csrf.js';
import { type ApiRequest, type Endpoint, openEndpoint } from '../routing/endpoint.js';
import { type Asked, readRequest, type Refused } from './authorize-request.js';
import { consentPage, problemPage } from './consent-page.js';
import type { OAuthParts } from './oauth-services.js';

type Anybody = ApiRequest<unknown>;

const PATH = '/api/o/authorize/';
/** What the form adds to the parameters of the application. */
const OWN = ['csrfmiddlewaretoken', 'allow'];

/** `/api/o/authorize/`: a user lets an application act for him, and it gets a code for a token (RFC 6749 §4.1). */
export const authorizeEndpoint = (parts: OAuthParts): Endpoint =>
  openEndpoint({
    path: PATH,
    name: 'OAuth 2 Authorization',
    access: 'nobody',
    rules: { GET: 'anyone', POST: 'anyone' },
    methods: { GET: (request) => ask(parts, request), POST: (request) => decide(parts, request) },
  });

/** Somebody with a session. */
interface Visitor {
  readonly viewer: Viewer;
  readonly csrfToken: string;
}

const visitorOf = async ({ sessions }: OAuthParts, { headers }: Anybody): Promise<Visitor | undefined> => {
  const key = cookiesOf(headers).get(SESSION_COOKIE) ?? '';
  const viewer = key === '' ? undefined : await sessions.find(key);
  return viewer && { viewer, csrfToken: csrfTokenOf(key) };
};

const toLogin = (parameters: URLSearchParams): Answer => {
  const next = encodeURIComponent(`${PATH}?${parameters.toString()}`);
  return { status: 302, headers: { location: `/api/login/?next=${next}` } };
};

const ask = async (parts: OAuthParts, request: Anybody): Promise<Answer> => {
  const parameters = request.query();
  const asked = await readRequest(parts, parameters);
  if ('problem' in asked) return htmlAnswer(problemPage(asked.problem), 400);
  if ('error' in asked) return refused(asked);
  const visitor = await visitorOf(parts, request);
  if (!visitor) return toLogin(parameters);
  const { viewer, csrfToken } = visitor;
  if (asked.client.isTrusted) return granted(parts, { asked, viewer, isAsked: false }, request.id);
  return htmlAnswer(consentPage({ asked, username: viewer.username, csrfToken, parameters }));
};

const decide = async (parts: OAuthParts, request: Anybody): Promise<Answer> => {
  const form = new URLSearchParams(request.body('form') as Readonly<Record<string, string>>);
  const [formToken = '', allow = ''] = OWN.map((name) => form.get(name) ?? '');
  OWN.forEach((name) => form.delete(name));
  const visitor = await visitorOf(parts, request);
  if (!visitor) return toLogin(form);
  demandCsrfToken(request, { expected: visitor.csrfToken, formToken });
  const asked = await readRequest(parts, form);
  if ('problem' in asked) return htmlAnswer(problemPage(asked.problem), 400);
  if ('error' in asked) return refused(asked);
  if (allow === '') return refused({ ...asked, error: 'access_denied', description: 'The user said no.' });
  return granted(parts, { asked, viewer: visitor.viewer, isAsked: true }, request.id);
};

interface Consented {
  readonly asked: Asked;
  readonly viewer: Viewer;
  readonly isAsked: boolean;
}

const granted = async (
  { authorizations }: OAuthParts,
  { asked, viewer, isAsked }: Consented,
  request: string,
): Promise<Answer> => {
  const { client, redirectUri, scope, challenge, state } = asked;
  const user = { id: viewer.id, name: viewer.username };
  const application = { id: client.id, name: client.name };
  const allowance = { user, application, scope, redirectUri, challenge, isAsked };
  const code = await authorizations.grant(allowance, writeContext({ viewer, request }));
  return sentBack(redirectUri, { code, state });
};

const refused = ({ redirectUri, state, error, description }: Refused): Answer =>
  sentBack(redirectUri, { error, error_description: description, state });

const sentBack = (redirectUri: string, answer: Readonly<Record<string, string | null>>): Answer => {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(answer)) if (value !== null) url.searchParams.set(name, value);
  return { status: 302, headers: { location: url.href, 'referrer-policy': 'no-referrer' } };
};
