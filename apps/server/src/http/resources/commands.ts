import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ResourceType } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import {
  RESOURCE_SERVICE,
  type Caller,
  type ResourceService,
  type SublistTarget,
  type Target,
} from './resource-service.js';

export class CreateResource extends Command<JsonObject> {
  constructor(
    readonly kind: ResourceType,
    readonly body: JsonObject,
    readonly caller: Caller,
  ) {
    super();
  }
}

export class ChangeResource extends Command<JsonObject> {
  constructor(
    readonly target: Target,
    readonly edit: { readonly body: JsonObject; readonly whole: boolean },
    readonly caller: Caller,
  ) {
    super();
  }
}

export class RemoveResource extends Command<void> {
  constructor(
    readonly target: Target,
    readonly caller: Caller,
  ) {
    super();
  }
}

export class RelateResource extends Command<JsonObject | undefined> {
  constructor(
    readonly target: SublistTarget,
    readonly body: JsonObject,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(CreateResource)
export class CreateResourceHandler implements ICommandHandler<CreateResource> {
  constructor(@Inject(RESOURCE_SERVICE) private readonly resources: ResourceService) {}
  execute({ kind, body, caller }: CreateResource): Promise<JsonObject> {
    return this.resources.create(kind, body, caller);
  }
}

@CommandHandler(ChangeResource)
export class ChangeResourceHandler implements ICommandHandler<ChangeResource> {
  constructor(@Inject(RESOURCE_SERVICE) private readonly resources: ResourceService) {}
  execute({ target, edit, caller }: ChangeResource): Promise<JsonObject> {
    return this.resources.change(target, edit, caller);
  }
}

@CommandHandler(RemoveResource)
export class RemoveResourceHandler implements ICommandHandler<RemoveResource> {
  constructor(@Inject(RESOURCE_SERVICE) private readonly resources: ResourceService) {}
  execute({ target, caller }: RemoveResource): Promise<void> {
    return this.resources.remove(target, caller);
  }
}

@CommandHandler(RelateResource)
export class RelateResourceHandler implements ICommandHandler<RelateResource> {
  constructor(@Inject(RESOURCE_SERVICE) private readonly resources: ResourceService) {}
  execute({ target, body, caller }: RelateResource): Promise<JsonObject | undefined> {
    return this.resources.relate(target, body, caller);
  }
}

export const RESOURCE_COMMAND_HANDLERS = [
  CreateResourceHandler,
  ChangeResourceHandler,
  RemoveResourceHandler,
  RelateResourceHandler,
];
