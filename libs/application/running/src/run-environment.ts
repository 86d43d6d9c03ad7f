import type { Stored, StoredResources } from '@application/launch-targets';
import type { ReadStore } from '@application/ports';
import type { Composition } from '@domain/launch';

export interface EnvironmentPorts {
  readonly resources: Pick<StoredResources, 'find'>;
  readonly store: Pick<ReadStore, 'all'>;
}

/** What decides on the environment of a job that names none. */
export interface EnvironmentSources {
  readonly effective: Composition['effective'];
  readonly project: Stored;
  readonly inventory: Stored;
}

const GLOBAL_DEFAULT =
  'SELECT id FROM execution_environment WHERE organization IS NULL AND managed = 0 ORDER BY created DESC, id DESC LIMIT 1';

/**
 * The execution environment a run is recorded with (spec resources.md §13). Runs take place on this machine whatever it
 * says; clients expect to see it.
 */
export const runEnvironment = async (
  { resources, store }: EnvironmentPorts,
  { effective, project, inventory }: EnvironmentSources,
): Promise<number | null> => {
  const named = idOf(effective.execution_environment) ?? idOf(project.state.fields['default_environment']);
  if (named !== null) return named;
  for (const { state } of [project, inventory]) {
    const organization = await resources.find('organization', idOf(state.fields['organization']) ?? 0);
    const found = idOf(organization?.state.fields['default_environment']);
    if (found !== null) return found;
  }
  const [row] = await store.all(GLOBAL_DEFAULT, []);
  return idOf(row?.['id']);
};

const idOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
