import type { JsonObject } from '@domain/kernel';
import { type Caller, type ResourceApi, type Target, writeContext } from '../api/resource-api.js';
import type { ResourceService } from '../writing/resource-service.js';
import type { CopyService } from './copy-service.js';
import { type UnableToCopy, WorkflowCopyReport } from './workflow-copy-report.js';
import type { ReadStore } from '@application/ports';

export interface CopyApiPorts {
  readonly api: ResourceApi;
  readonly copies: CopyService;
  readonly resources: ResourceService;
  readonly store: ReadStore;
}

/** `<object>/copy/` */
export class CopyApi {
  private readonly report: WorkflowCopyReport;

  constructor(private readonly ports: CopyApiPorts) {
    this.report = new WorkflowCopyReport(ports.resources, ports.store);
  }

  /** May the caller copy it, and of a workflow, what of it? @throws DomainError missing | forbidden */
  async ask({ kind, id }: Target, caller: Caller): Promise<JsonObject> {
    const found = await this.ports.api.fields({ kind, id }, caller);
    const context = writeContext(caller);
    const isAllowed = await this.ports.copies.rights.allows(kind, found, context);
    if (kind !== 'workflow_job_template') return { can_copy: isAllowed };
    return this.ofWorkflow(isAllowed, isAllowed ? await this.report.of(id, context) : NOTHING_AT_ALL);
  }

  /** @throws DomainError missing | forbidden | invalid */
  async copy({ kind, id }: Target, body: JsonObject, caller: Caller): Promise<JsonObject> {
    await this.ports.api.fields({ kind, id }, caller);
    return this.ports.api.written(await this.ports.copies.copy(kind, id, body, writeContext(caller)), caller);
  }

  private ofWorkflow(isAllowed: boolean, unable: UnableToCopy): JsonObject {
    const isWhole = Object.values(unable).every((names: readonly string[]) => names.length === 0);
    return {
      can_copy: isAllowed,
      can_copy_without_user_input: isAllowed && isWhole,
      templates_unable_to_copy: unable.templates,
      credentials_unable_to_copy: unable.credentials,
      inventories_unable_to_copy: unable.inventories,
    };
  }
}

const NOTHING_AT_ALL: UnableToCopy = { templates: ['all'], credentials: ['all'], inventories: ['all'] };
