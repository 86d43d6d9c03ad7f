import type { JsonObject } from '@domain/kernel';
import { API_VERSION } from '../../product.js';
import type { Endpoint } from '../routing/endpoint.js';
import { operationsOf } from './operations.js';
import { listParameters } from './parameters.js';
import { RESPONSES } from './responses.js';
import { schemas } from './schemas.js';
import { LOGINS, SECURITY } from './security.js';
import { shapeByName } from './shapes/absent-shapes.js';
import { shapes } from './shapes/shapes.js';

const DESCRIPTION = `The interface of AWX, version ${API_VERSION}, under /api/v2/.

Lists are pages: \`count\`, \`next\`, \`previous\`, \`results\`. They are filtered by any field (\`?name__icontains=web\`), ordered
(\`?order_by=-created\`) and searched (\`?search=web\`). Where an id stands in a path, the name of the object may stand, too
(\`/organizations/Default/\`). Paths end in a slash, but are found without it. OPTIONS of each path tells its fields, and
which of them the caller may write.`;

/** `:id` → `{id}` */
const templated = (path: string): string => path.replaceAll(/:(\w+)/g, '{$1}');

/** The OpenAPI 3.1 document of all endpoints: paths and methods are theirs, schemas come from the declarations. */
export const openApiDocument = (endpoints: readonly Endpoint[]): JsonObject => {
  const known = shapes();
  return {
    openapi: '3.1.0',
    info: {
      title: 'Cairn',
      version: API_VERSION,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    jsonSchemaDialect: 'https://spec.openapis.org/oas/3.1/dialect/base',
    security: LOGINS,
    paths: Object.fromEntries(
      endpoints.map((endpoint) => [
        templated(endpoint.path),
        operationsOf(endpoint, known[endpoint.path] ?? shapeByName(endpoint)),
      ]),
    ),
    components: { schemas: schemas(), parameters: listParameters(), responses: RESPONSES, securitySchemes: SECURITY },
  };
};
