import type { AggregateRunner } from '@application/event-sourcing';
import type { ReadStore } from '@application/ports';
import { Summaries, type SummaryType } from '@application/resources';
import { job, jobCatalog, jobStream } from '@domain/job';
import { type Json, type JsonObject, withEntries } from '@domain/kernel';
import { type Composition, type Named, shownPrompts } from '@domain/launch';

/** Shown of the labels; their count is exact. */
const MOST_LABELS = 10;

const UNKNOWN = { all: 'Unknown, job may have been run before launch configurations were saved.' };

/** What a schedule made from a job would give its launches (spec relaunch-and-create-schedule.md §4), from the job's own decision record. */
export class SchedulePrompts {
  private readonly summaries: Summaries;

  constructor(
    private readonly aggregates: Pick<AggregateRunner, 'load'>,
    private readonly store: ReadStore,
  ) {
    this.summaries = new Summaries(store);
  }

  async of(id: number): Promise<JsonObject> {
    const { state } = await this.aggregates.load(jobStream(id), job, jobCatalog);
    const composition = state.launch?.composition ?? null;
    if (!state.launch || !composition?.launchConfig) return { can_schedule: false, prompts: UNKNOWN };
    return {
      can_schedule:
        composition.passwordsNeeded.length === 0 &&
        (await this.isThere('inventory', composition.effective.inventory)) &&
        (await this.isThere('job_template', state.launch.template?.id)),
      prompts: await this.shown(composition),
    };
  }

  private async isThere(table: 'inventory' | 'job_template', id: unknown): Promise<boolean> {
    return typeof id === 'number' && (await this.store.all(`SELECT id FROM ${table} WHERE id = ?`, [id])).length > 0;
  }

  private async shown({ launchConfig, masks }: Composition): Promise<JsonObject> {
    const { credentials, labels, instance_groups: groups, ...scalars } = launchConfig ?? {};
    const entries: [string, Json][] = Object.entries(shownPrompts(scalars, masks));
    for (const field of ['inventory', 'execution_environment'] as const) {
      const place = entries.findIndex(([name]) => name === field);
      // What was deleted is prompted for no more.
      if (place >= 0) entries.splice(place, 1, ...(await this.entryOf(field, Number(entries[place]?.[1]))));
    }
    if (credentials) entries.push(['credentials', byName(await this.known('credential', idsOf(credentials)))]);
    if (groups) entries.push(['instance_groups', await this.known('instance_group', idsOf(groups))]);
    if (labels) {
      const results = labels.slice(0, MOST_LABELS).map(({ id, name }) => ({ id, name }));
      entries.push(['labels', { count: labels.length, results }]);
    }
    return withEntries(entries);
  }

  private async entryOf(field: SummaryType, id: number): Promise<readonly [string, Json][]> {
    return (await this.known(field, [id])).map((summary) => [field, summary]);
  }

  private async known(type: SummaryType, ids: readonly number[]): Promise<readonly JsonObject[]> {
    const found = await this.summaries.of(type, ids);
    return ids.map((id) => found.get(id)).filter((summary) => summary !== undefined);
  }
}

/** As AWX lists credentials. */
const byName = (summaries: readonly JsonObject[]): readonly JsonObject[] =>
  [...summaries].sort((a, b) => order(nameOf(a), nameOf(b)));

const nameOf = ({ name }: JsonObject): string => (typeof name === 'string' ? name : '');

const order = (a: string, b: string): number => Number(a > b) - Number(a < b);

const idsOf = (named: readonly Named[]): readonly number[] => named.map(({ id }) => id);
