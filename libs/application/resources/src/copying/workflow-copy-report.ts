import type { ReadStore, Row } from '@application/ports';
import type { Action } from '@domain/access';
import { DomainError } from '@domain/kernel';
import { sql } from 'kysely';
import type { ResourceType } from '../declaration/field.js';
import { idOrNull, rowsOf, textOr } from '../reading/sql-rows.js';
import type { WriteContext } from '../writing/context.js';
import type { ResourceService } from '../writing/resource-service.js';

/** Names of what a copy of a workflow would have to do without. */
export interface UnableToCopy {
  readonly templates: readonly string[];
  readonly credentials: readonly string[];
  readonly inventories: readonly string[];
}

/** The right on each that a node's owner needs. */
const RIGHTS = {
  job_template: 'execute',
  workflow_job_template: 'execute',
  project: 'update',
  system_job_template: 'execute',
  credential: 'use',
  inventory: 'use',
} as const satisfies Partial<Record<ResourceType, Action>>;

type Used = keyof typeof RIGHTS;

/** What the nodes of a workflow use, against what the copier may use. */
export class WorkflowCopyReport {
  constructor(
    private readonly resources: ResourceService,
    private readonly store: ReadStore,
  ) {}

  async of(workflow: number, context: WriteContext): Promise<UnableToCopy> {
    const nodes = sql`SELECT * FROM workflow_job_template_node WHERE workflow_job_template = ${workflow}`;
    const templates = await this.refused(
      sql`SELECT one.id, one.name, one.type FROM (
        SELECT id, name, 'job_template' AS type FROM job_template UNION ALL
        SELECT id, name, 'workflow_job_template' FROM workflow_job_template UNION ALL
        SELECT id, name, 'project' FROM project UNION ALL
        SELECT id, name, 'system_job_template' FROM system_job_template) one WHERE one.id IN (SELECT unified_job_template FROM (${nodes}) node)`,
      context,
    );
    const inventories = await this.refused(
      sql`SELECT id, name, 'inventory' AS type FROM inventory WHERE id IN (SELECT inventory FROM (${nodes}) node)`,
      context,
    );
    const credentials = await this.refused(
      sql`SELECT id, name, 'credential' AS type FROM credential WHERE id IN (
        SELECT link.child FROM workflow_job_template_node_link link
        WHERE link.relation = 'credential' AND link.node IN (SELECT id FROM (${nodes}) node))`,
      context,
    );
    return { templates, credentials, inventories };
  }

  private async refused(query: ReturnType<typeof sql>, context: WriteContext): Promise<readonly string[]> {
    const refused: string[] = [];
    for (const row of await rowsOf(this.store, query))
      if (!(await this.mayUse(row, context))) refused.push(textOr(row['name'], ''));
    return refused;
  }

  private async mayUse(row: Row, context: WriteContext): Promise<boolean> {
    const type = textOr(row['type'], '') as Used;
    try {
      await this.resources.permitted(type, idOrNull(row['id']) ?? 0, RIGHTS[type], {
        ...context,
        isRecorded: true,
      });
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'forbidden') return false;
      throw error;
    }
  }
}
