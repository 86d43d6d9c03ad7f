import { isJsonObject, type JsonObject } from '@domain/kernel';
import { textOf, type Api } from '../../apps/server/src/demo/api.js';

/** One event as `/event_history/` shows it. */
export interface ToldEvent {
  readonly type: string;
  readonly revision: number;
  readonly position: string;
  readonly at: string;
  readonly data: JsonObject;
  readonly meta: JsonObject;
}

/** One stream, whole, as the API tells it: page after page. */
export const historyOf = async (api: Api, stream: string): Promise<readonly ToldEvent[]> => {
  const events: ToldEvent[] = [];
  for (let path: string | null = `event_history/?stream=${stream}&page_size=10`; path !== null;) {
    const { results, next }: JsonObject = await api.get(path);
    events.push(...(results as unknown as readonly ToldEvent[]));
    path = typeof next === 'string' ? next.replace('/api/v2/', '') : null;
  }
  return events;
};

/** `NodeFinished migrate failed`: type, node and status, so that a history reads as a story. */
export const storyOf = (events: readonly ToldEvent[]): readonly string[] => {
  const names = new Map(nodesIn(events).map((node) => [node['id'], node['identifier']]));
  return events.map(({ type, data }) =>
    [type, names.get(data['node'] ?? null), data['status']]
      .map((part) => textOf(part))
      .filter((part) => part !== '')
      .join(' '),
  );
};

const nodesIn = (events: readonly ToldEvent[]): readonly JsonObject[] => {
  const nodes = events.find(({ type }) => type === 'WorkflowGraphSnapshotted')?.data['nodes'];
  return Array.isArray(nodes)
    ? nodes.filter((node: unknown): node is JsonObject => isJsonObject(node as JsonObject))
    : [];
};
