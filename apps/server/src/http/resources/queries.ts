import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ResourceType } from '@application/resources';
import type { JsonObject } from '@domain/kernel';
import {
  RESOURCE_SERVICE,
  type Caller,
  type Described,
  type ResourceService,
  type SublistTarget,
  type Target,
} from './resource-service.js';

export class ListResources extends Query<JsonObject> {
  constructor(
    readonly kind: ResourceType,
    readonly search: string,
    readonly caller: Caller,
  ) {
    super();
  }
}

export class ReadResource extends Query<JsonObject> {
  constructor(
    readonly target: Target,
    readonly caller: Caller,
  ) {
    super();
  }
}

export class ListRelated extends Query<JsonObject> {
  constructor(
    readonly target: SublistTarget,
    readonly search: string,
    readonly caller: Caller,
  ) {
    super();
  }
}

/** What OPTIONS tells. */
export class DescribeResource extends Query<JsonObject> {
  constructor(
    readonly kind: ResourceType,
    readonly target: Described,
    readonly caller: Caller,
  ) {
    super();
  }
}

@QueryHandler(ListResources)
export class ListResourcesHandler implements IQueryHandler<ListResources> {
  constructor(@Inject(RESOURCE_SERVICE) private readonly resources: ResourceService) {}
  execute({ kind, search, caller }: ListResources): Promise<JsonObject> {
    return this.resources.list(kind, search, caller);
  }
}

@QueryHandler(ReadResource)
export class ReadResourceHandler implements IQueryHandler<ReadResource> {
  constructor(@Inject(RESOURCE_SERVICE) private readonly resources: ResourceService) {}
  execute({ target, caller }: ReadResource): Promise<JsonObject> {
    return this.resources.read(target, caller);
  }
}

@QueryHandler(ListRelated)
export class ListRelatedHandler implements IQueryHandler<ListRelated> {
  constructor(@Inject(RESOURCE_SERVICE) private readonly resources: ResourceService) {}
  execute({ target, search, caller }: ListRelated): Promise<JsonObject> {
    return this.resources.sublist(target, search, caller);
  }
}

@QueryHandler(DescribeResource)
export class DescribeResourceHandler implements IQueryHandler<DescribeResource> {
  constructor(@Inject(RESOURCE_SERVICE) private readonly resources: ResourceService) {}
  execute({ kind, target, caller }: DescribeResource): Promise<JsonObject> {
    return this.resources.describe(kind, target, caller);
  }
}

export const RESOURCE_QUERY_HANDLERS = [
  ListResourcesHandler,
  ReadResourceHandler,
  ListRelatedHandler,
  DescribeResourceHandler,
];
