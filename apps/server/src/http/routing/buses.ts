import type { CommandBus, QueryBus } from '@nestjs/cqrs';

/** Where handlers hand on what was asked for. */
export interface Buses {
  readonly commands: Pick<CommandBus, 'execute'>;
  readonly queries: Pick<QueryBus, 'execute'>;
}
