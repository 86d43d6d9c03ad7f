import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Answer } from '../answers/answer.js';
import { noSuchRoute } from '../answers/http-refusal.js';
import { type Endpoint, openEndpoint } from '../routing/endpoint.js';
import { OPENAPI_PATH } from './openapi-endpoint.js';

const PATH = '/api/docs/';

const PAGE = `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Cairn API</title>
    <link rel="stylesheet" href="${PATH}swagger-ui.css" />
  </head>
  <body>
    <div id="page"></div>
    <noscript>The description itself is at <a href="${OPENAPI_PATH}">${OPENAPI_PATH}</a>.</noscript>
    <script src="${PATH}swagger-ui-bundle.js"></script>
    <script src="${PATH}start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: '${OPENAPI_PATH}',
  dom_id: '#page',
  deepLinking: true,
  docExpansion: 'none',
  filter: true,
  validatorUrl: null,
});
`;

/** Everything comes from this server, nothing stands in the page itself; the styles that scripts set are the one exception. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const ASSETS: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

/** A page that shows the description of the API, for humans; its parts are files of an installed package. */
export const docsEndpoints = (): readonly Endpoint[] => [
  page(PATH, 'API Documentation', () => html(PAGE)),
  page(`${PATH}:asset`, 'API Documentation Asset', (name) => {
    if (name === 'start.js') return { content: { type: 'text/javascript; charset=utf-8', data: START } };
    return asset(name);
  }),
];

const page = (path: string, name: string, answer: (asset: string) => Answer): Endpoint =>
  openEndpoint({
    path,
    name,
    choosesForm: true,
    access: 'nobody',
    rules: { GET: 'anyone' },
    methods: { GET: (request) => answer(request.param('asset')) },
  });

const html = (data: string): Answer => ({
  headers: { 'content-security-policy': POLICY },
  content: { type: 'text/html; charset=utf-8', data },
});

const directory = dirname(require.resolve('swagger-ui-dist/package.json'));
const read = new Map<string, Buffer>();

/** @throws HttpRefusal 404 for anything but the few files that the page needs */
const asset = (name: string): Answer => {
  const type = Object.hasOwn(ASSETS, name) ? ASSETS[name] : undefined;
  if (type === undefined) throw noSuchRoute();
  const data = read.get(name) ?? readFileSync(join(directory, name));
  read.set(name, data);
  return { headers: { 'cache-control': 'public, max-age=3600' }, content: { type, data } };
};
