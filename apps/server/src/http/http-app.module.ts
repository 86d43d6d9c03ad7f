import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Login } from './authentication/login.js';
import { RESOURCE_COMMAND_HANDLERS } from './resources/commands.js';
import { RESOURCE_QUERY_HANDLERS } from './resources/queries.js';
import { RESOURCE_SERVICE, type ResourceService } from './resources/resource-service.js';
import { controllerOf } from './routing/endpoint-controller.js';
import type { Endpoint } from './routing/endpoint.js';

export interface HttpParts {
  readonly endpoints: readonly Endpoint[];
  readonly login: Login;
  readonly resources: ResourceService;
}

/** One controller per path, and the handlers behind the buses. */
@Module({})
export class HttpAppModule {
  static with({ endpoints, login, resources }: HttpParts): DynamicModule {
    return {
      module: HttpAppModule,
      imports: [CqrsModule.forRoot()],
      controllers: endpoints.map(controllerOf),
      providers: [
        { provide: Login, useValue: login },
        { provide: RESOURCE_SERVICE, useValue: resources },
        ...RESOURCE_COMMAND_HANDLERS,
        ...RESOURCE_QUERY_HANDLERS,
      ],
    };
  }
}
