import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Authenticator } from './authentication/authenticator.js';
import { RESOURCE_COMMAND_HANDLERS } from './resources/commands.js';
import { RESOURCE_QUERY_HANDLERS } from './resources/queries.js';
import { RESOURCE_SERVICE, type ResourceService } from './resources/resource-service.js';
import { controllerOf } from './routing/endpoint-controller.js';
import type { Endpoint } from './routing/endpoint.js';

export interface HttpParts {
  readonly endpoints: readonly Endpoint[];
  readonly authenticator: Authenticator;
  readonly resources: ResourceService;
}

/** One controller per path, and the handlers behind the buses. */
@Module({})
export class HttpAppModule {
  static with({ endpoints, authenticator, resources }: HttpParts): DynamicModule {
    return {
      module: HttpAppModule,
      imports: [CqrsModule.forRoot()],
      controllers: endpoints.map(controllerOf),
      providers: [
        { provide: Authenticator, useValue: authenticator },
        { provide: RESOURCE_SERVICE, useValue: resources },
        ...RESOURCE_COMMAND_HANDLERS,
        ...RESOURCE_QUERY_HANDLERS,
      ],
    };
  }
}
