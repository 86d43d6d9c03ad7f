import type { CallbackService, GivenCall } from '@application/callbacks';
import type { Viewer } from '@domain/access';
import { ok } from '../answers/answer.js';
import { expectedAnswer } from '../answers/error-answer.js';
import { HttpRefusal } from '../answers/http-refusal.js';
import { callerOf } from '../resources/resource-endpoints.js';
import { type ApiRequest, type Endpoint, openEndpoint } from '../routing/endpoint.js';

export interface CallbackServices {
  readonly callbacks: Pick<CallbackService, 'call' | 'unreadable' | 'form'>;
}

type AnyRequest = ApiRequest<Viewer | undefined>;

export const CALLBACK_PATH = '/api/v2/job_templates/:id/callback/';

/** `/api/v2/job_templates/:id/callback/`: the one place where a host gets something done without a login. */
export const callbackEndpoint = ({ callbacks }: CallbackServices): Endpoint =>
  openEndpoint({
    path: CALLBACK_PATH,
    name: 'Job Template Callback',
    access: 'open-post',
    rules: { GET: 'job_template.read', POST: 'anyone' },
    methods: {
      GET: async (request) =>
        ok(await callbacks.form(request.number('id'), originOf(request), callerOf(request as ApiRequest))),
      POST: async (request) => {
        const job = await callbacks.call(await readCall(request, callbacks));
        return { status: 201, headers: { location: `/api/v2/jobs/${job}/` } };
      },
    },
  });

/** @throws what reading the body throws; the call is recorded all the same */
const readCall = async (request: AnyRequest, callbacks: CallbackServices['callbacks']): Promise<GivenCall> => {
  const made = callOf(request);
  try {
    const { host_config_key: key, extra_vars: variables } = request.body('form');
    const isJson = String(request.headers['content-type'] ?? '').startsWith('application/json');
    return { ...made, key, variables: isJson ? variables : undefined, viewer: request.viewer };
  } catch (error) {
    if (expectedAnswer(error)) await callbacks.unreadable(made, wordsOf(error));
    throw error;
  }
};

/** What is known of a call without its body. */
export const callOf = (request: AnyRequest): Pick<GivenCall, 'template' | 'origin' | 'request'> => ({
  template: templateOf(request),
  origin: originOf(request),
  request: request.id,
});

/** What the caller is told, without the words of a parser: they may quote the body. */
const wordsOf = (error: unknown): string =>
  error instanceof HttpRefusal ? error.detail : 'The request could not be read.';

/** No 404 for a path that names no template: only who brings a key learns what is there. */
const templateOf = (request: AnyRequest): number | undefined => {
  const text = request.param('id');
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
};

const originOf = ({ remote, headers }: AnyRequest): GivenCall['origin'] => ({
  peer: remote,
  header: (name) => {
    const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
    return Array.isArray(value) ? value.join(',') : value;
  },
});
