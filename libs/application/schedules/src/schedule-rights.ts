import type { ReadStore, Row, SqlValue } from '@application/ports';
import type { ResourceService, ResourceType, WriteContext } from '@application/resources';
import { type Action, type Holdable, may, type Viewer } from '@domain/access';
import { forbidden, type JsonObject, missing } from '@domain/kernel';
import type { ScalarPrompts } from '@domain/launch';
import { SCHEDULE_TABLE } from './tables.js';

/** What a schedule launches, as far as rights are concerned. */
export interface Launchable {
  readonly kind: string;
  readonly id: number;
}

/** A schedule whose rights are asked for. */
interface Owned {
  readonly id: number;
  readonly template: Launchable;
  readonly creator: number | null;
}

type Changing = Extract<Action, 'create' | 'change' | 'delete'>;

/** Who may do what with schedules (spec schedules.md §1, Access). Refusals are DomainErrors `forbidden` or `missing`. */
export class ScheduleRights {
  constructor(
    private readonly resources: ResourceService,
    private readonly store: Pick<ReadStore, 'all'>,
  ) {}

  /** @throws DomainError missing */
  async row(id: number): Promise<Row> {
    const [row] = await this.store.all(`SELECT * FROM ${SCHEDULE_TABLE} WHERE id = ?`, [id]);
    if (!row) throw missing();
    return row;
  }

  /** @returns the context with the rule that let the caller. @throws DomainError missing | forbidden */
  async demand(action: Changing, id: number, context: WriteContext): Promise<WriteContext> {
    return this.demandOf(action, ownedOf(await this.row(id)), context);
  }

  /** To schedule a template is to launch it; a schedule that is given another template needs the right on that, too. */
  async demandOn(
    action: Changing,
    template: Launchable,
    context: WriteContext,
    creator: number | null = null,
  ): Promise<WriteContext> {
    return this.demandOf(action, { id: 0, template, creator }, context);
  }

  /** Prompts that are to be used by every launch to come; what is stored already needs no right to be kept. */
  async demandPrompts(prompts: ScalarPrompts, stored: JsonObject, context: WriteContext): Promise<void> {
    const { inventory, execution_environment: environment } = prompts;
    if (typeof inventory === 'number' && inventory !== stored['inventory'])
      await this.permitted('inventory', inventory, 'use', context);
    if (typeof environment === 'number' && environment !== stored['execution_environment'])
      await this.permitted('execution_environment', environment, 'read', context);
  }

  /** What the viewer may do with these schedules, with a fixed number of queries. */
  async capabilities(rows: readonly Row[], viewer: Viewer): Promise<(row: Row) => JsonObject> {
    const held = await this.resources.access.holdings(viewer);
    const guardians = await this.guardians(rows);
    return (row) => {
      const owned = ownedOf(row);
      const subject = subjectOf(owned, guardians.get(owned.template.id) ?? null);
      const can = (action: Changing): boolean => may(viewer, held, action, subject).allowed;
      return { edit: can('change'), delete: can('delete') };
    };
  }

  /** Templates of schedules, by id: they have one sequence. */
  private async guardians(rows: readonly Row[]): Promise<ReadonlyMap<number, Holdable>> {
    const found = new Map<number, Holdable>();
    for (const type of new Set(rows.map((row) => ownedOf(row).template.kind))) {
      const ids = rows.filter((row) => row['template_kind'] === type).map((row) => Number(row['unified_job_template']));
      const sql = `SELECT id, ${organizationOf(type)} AS organization FROM "${type}" WHERE id IN (SELECT value FROM json_each(?))`;
      for (const row of await this.store.all(sql, [JSON.stringify(ids)]))
        found.set(Number(row['id']), { type, id: Number(row['id']), organization: idOrNull(row['organization']) });
    }
    return found;
  }

  private async demandOf(action: Changing, owned: Owned, context: WriteContext): Promise<WriteContext> {
    const { viewer } = context;
    const held = await this.resources.access.holdings(viewer);
    const permission = may(viewer, held, action, subjectOf(owned, await this.guardian(owned.template)));
    if (!permission.allowed) throw forbidden();
    return { ...context, authz: { rule: permission.rule } };
  }

  private guardian({ kind, id }: Launchable): Promise<Holdable | null> {
    return this.resources.access.holdable(kind as ResourceType, id);
  }

  private async permitted(type: ResourceType, id: number, action: 'use' | 'read', context: WriteContext) {
    await this.resources.permitted(type, id, action, context);
  }
}

/** Maintenance is of no organization. */
const organizationOf = (type: string): string => (type === 'system_job_template' ? 'NULL' : 'organization');

const subjectOf = ({ id, creator }: Owned, guardian: Holdable | null) => ({ type: 'schedule', id, creator, guardian });

const ownedOf = (row: Row): Owned => ({
  id: Number(row['id']),
  template: { kind: String(row['template_kind']), id: Number(row['unified_job_template']) },
  creator: idOrNull(row['created_by']),
});

const idOrNull = (value: SqlValue | undefined): number | null =>
  value === undefined || value === null ? null : Number(value);
