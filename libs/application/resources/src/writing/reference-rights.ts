import { type Holdings, creatingOf, holds } from '@domain/access';
import { forbidden, sameJson } from '@domain/kernel';
import type { FieldDeclaration, ResourceType } from '../declaration/field.js';
import type { Fields } from '../declaration/rules.js';
import { kindOf } from '../registry.js';
import type { Access } from './authorise.js';
import type { WriteContext } from './context.js';
import type { Refusals } from './refusals.js';

/** To name one of these in a field is to use it, secrets and hosts included. */
const USED: readonly ResourceType[] = ['credential', 'inventory', 'project'];

/** What an administrator of a job template may change without a say in what it runs on. */
const HARMLESS: ReadonlySet<string> = new Set([
  ...['name', 'description', 'forks', 'limit', 'verbosity', 'extra_vars', 'job_tags', 'skip_tags', 'force_handlers'],
  ...['timeout', 'job_slice_count', 'diff_mode', 'survey_enabled'],
  ...['variables', 'tags', 'skip_tags', 'job_type', 'inventory', 'credential'].map((name) => `ask_${name}_on_launch`),
]);

/** A write as it will be stored, ids coerced. */
export interface Referring {
  readonly type: ResourceType;
  readonly sent: Fields;
  readonly current: Fields | null;
}

const roleFor = (type: ResourceType, { name, target }: FieldDeclaration): string | undefined => {
  if (target !== undefined && USED.includes(target)) return 'use_role';
  const creating = creatingOf(type);
  return name === 'organization' && creating?.place === 'organization' ? creating.role : undefined;
};

/** Rights on what an object refers to: nobody may lend what is not his to use, nor move things where he could not make them. */
export class ReferenceRights {
  constructor(
    private readonly access: Access,
    private readonly refusals: Refusals,
  ) {}

  /** @throws DomainError `forbidden` */
  async demand(context: WriteContext, referring: Referring): Promise<void> {
    const { viewer } = context;
    if (viewer.isSuperuser) return;
    const held = { held: await this.access.holdings(viewer), context };
    for (const field of kindOf(referring.type).fields) await this.demandField(held, field, referring);
    if (referring.type === 'job_template' && changesWhatRuns(referring)) await this.demandRun(held, referring);
  }

  private async demandField(held: Held, field: FieldDeclaration, { type, sent, current }: Referring): Promise<void> {
    const id = sent[field.name];
    const role = roleFor(type, field);
    const isNew = typeof id === 'number' && id !== current?.[field.name];
    if (!isNew || role === undefined || field.target === undefined || field.writing === 'only') return;
    await this.demandRole(held, field.target, id, role);
  }

  /** Project and inventory of a template, as they were. */
  private async demandRun(held: Held, { current }: Referring): Promise<void> {
    for (const type of ['project', 'inventory'] as const) {
      const id = current?.[type];
      if (typeof id === 'number') await this.demandRole(held, type, id, 'use_role');
    }
  }

  private demandRole(of: Held, type: ResourceType, id: number, role: string): Promise<void> {
    if (type !== 'credential') return this.demandHeld(of, type, id, role);
    const wanted = { type: 'CredentialAccessRefused', data: { credential: id, action: 'use' } } as const;
    return this.refusals.recorded(of.context, wanted, () => this.demandHeld(of, type, id, role));
  }

  private async demandHeld({ held }: Held, type: ResourceType, id: number, role: string): Promise<void> {
    const where = await this.access.holdable(type, id);
    if (where && !holds(held, where, role)) throw forbidden();
  }
}

/** Who asks, and what he holds. */
interface Held {
  readonly held: Holdings;
  readonly context: WriteContext;
}

const changesWhatRuns = ({ sent, current }: Referring): boolean =>
  current !== null &&
  Object.entries(sent).some(([name, value]) => !HARMLESS.has(name) && !sameJson(value, current[name]));
