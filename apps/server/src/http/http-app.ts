import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Sessions } from '@application/authentication';
import type { FastifyInstance } from 'fastify';
import { RESOURCES } from '@application/resources';
import type { Log } from '../logging/log.js';
import { nestLogger } from '../logging/nest-logger.js';
import { fastifyAdapter, LARGEST_BODY } from './adapter.js';
import { ApiErrorFilter } from './answers/api-error.filter.js';
import { Authenticator, type Bearers } from './authentication/authenticator.js';
import type { Login } from './authentication/login.js';
import { sessionEndpoints } from './authentication/session-endpoints.js';
import { refuseLargeBodies } from './bodies/refuse-large-bodies.js';
import { config } from './endpoints/config.js';
import type { Installation } from './endpoints/installation.js';
import { me } from './endpoints/me.js';
import { ping } from './endpoints/ping.js';
import { apiRoot, siteRoot, versionRoot } from './endpoints/roots.js';
import { addApiHeaders, keepRawBodies, logRequests, showPages } from './hooks.js';
import { docsEndpoints } from './openapi/docs-page.js';
import { openApiEndpoint } from './openapi/openapi-endpoint.js';
import { HttpAppModule } from './http-app.module.js';
import { resourceEndpoints } from './resources/resource-endpoints.js';
import type { ResourceService } from './resources/resource-service.js';
import type { Endpoint } from './routing/endpoint.js';
import { resolveNames } from './routing/names-in-paths.js';

/** All that the edge stands on. */
export interface HttpServices {
  readonly login: Login;
  readonly bearers: Bearers;
  readonly sessions: Pick<Sessions, 'open' | 'find' | 'close'>;
  readonly resources: ResourceService;
  readonly installation: Installation;
  readonly log: Log;
  /** Paths beside those of the resources: launch, jobs, audit. One that a resource has too stands in the resource's place. */
  readonly endpoints: readonly Endpoint[];
  /** What else is to see requests. */
  readonly hooks?: readonly ((fastify: FastifyInstance) => void)[];
}

/** The whole API as a Nest application, ready to listen. Its parts are given; nothing is chosen here. */
export const createHttpApp = async (services: HttpServices): Promise<NestFastifyApplication> => {
  const { login, bearers, sessions, resources, log } = services;
  const authenticator = new Authenticator({ login, bearers, sessions });
  const endpoints = allEndpoints(services, sessionEndpoints({ login, sessions }));
  const module = HttpAppModule.with({ endpoints, authenticator, resources });
  const app = await NestFactory.create<NestFastifyApplication>(module, fastifyAdapter(), {
    logger: nestLogger(log),
    bodyParser: false,
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  refuseLargeBodies(fastify, LARGEST_BODY);
  keepRawBodies(fastify);
  showPages(fastify);
  addApiHeaders(fastify, services.installation.node);
  logRequests(fastify, log);
  resolveNames(fastify, resources);
  services.hooks?.forEach((add) => add(fastify));
  app.useGlobalFilters(new ApiErrorFilter(log));
  await app.init();
  return app;
};

/** Every path that is answered, in the order of the index. */
export const allEndpoints = (
  { installation, endpoints }: HttpServices,
  sessions: readonly Endpoint[],
): readonly Endpoint[] => {
  const own = [ping(installation), config(installation), me(), ...endpoints];
  const taken = new Set(own.map(({ path }) => path));
  const ofResources = RESOURCES.flatMap(resourceEndpoints).filter(({ path }) => !taken.has(path));
  const all = [...own, ...ofResources];
  const documented = [...sessions, apiRoot(), versionRoot(all), ...all, ...docsEndpoints()];
  return [siteRoot(), ...documented, openApiEndpoint(documented)];
};
