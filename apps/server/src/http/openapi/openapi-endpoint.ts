import { ok } from '../answers/answer.js';
import { type Endpoint, openEndpoint } from '../routing/endpoint.js';
import { openApiDocument } from './document.js';

/** Where the description of the API is. */
export const OPENAPI_PATH = '/api/v2/openapi.json';

/** The description of all given endpoints, and of itself. It tells of forms alone, and may be read by anyone. */
export const openApiEndpoint = (others: readonly Endpoint[]): Endpoint => {
  const own = openEndpoint({
    path: OPENAPI_PATH,
    name: 'OpenAPI Document',
    choosesForm: true,
    access: 'nobody',
    rules: { GET: 'anyone' },
    methods: { GET: () => ok(document) },
  });
  const document = openApiDocument([...others, own]);
  return own;
};
