import { All, Controller, Inject, Req, Res, UseGuards, type Type } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { send } from '../answers/send.js';
import { ACCESS, ALLOW, AuthenticationGuard } from '../authentication/authentication.guard.js';
import { dispatch } from './dispatch.js';
import { type Endpoint, allowedMethods } from './endpoint.js';
import { IncomingRequest } from './fastify-request.js';

/** A Nest controller for one path: it takes every method, so that those not offered are refused in AWX's words. */
export const controllerOf = (target: Endpoint): Type => {
  @Controller()
  @UseGuards(AuthenticationGuard)
  class EndpointController {
    constructor(
      @Inject(CommandBus) private readonly commands: CommandBus,
      @Inject(QueryBus) private readonly queries: QueryBus,
    ) {}

    @All(target.path)
    async answer(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const buses = { commands: this.commands, queries: this.queries };
      request.isFormGiven = target.choosesForm ?? false;
      send(reply, await dispatch(target, new IncomingRequest(request, request.viewer), buses));
    }
  }
  Reflect.defineMetadata(ACCESS, target.access, EndpointController);
  Reflect.defineMetadata(ALLOW, allowedMethods(target), EndpointController);
  return EndpointController;
};
