import type { Viewer } from '@domain/access';
import { DomainError, forbidden } from '@domain/kernel';
import type { ResourceType } from '../declaration/field.js';
import type { Fields } from '../declaration/rules.js';
import type { WriteContext } from '../writing/context.js';
import type { ResourceService } from '../writing/resource-service.js';

type Found = Fields & { readonly id: number };

/** Whoever may create an equal object may copy this one; of a job template's credentials each must be his to use. */
export class CopyRights {
  constructor(private readonly resources: ResourceService) {}

  async allows(type: ResourceType, found: Found, context: WriteContext): Promise<boolean> {
    try {
      await this.demand(type, found, { ...context, isRecorded: true });
      return true;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'forbidden') return false;
      throw error;
    }
  }

  /** @throws DomainError forbidden */
  async demand(type: ResourceType, found: Found, context: WriteContext): Promise<void> {
    await this.demandEqual(type, found, context);
    if (type !== 'job_template') return;
    for (const id of await this.resources.lookup.linked(type, 'credentials', found.id)) {
      const use = this.resources.permitted('credential', id, 'use', context);
      await use.catch(refusedWith('Insufficient access to Job Template credentials.'));
    }
  }

  private async demandEqual(type: ResourceType, found: Found, context: WriteContext): Promise<void> {
    const { viewer } = context;
    const body = owned(type, found, viewer);
    const { access, references } = this.resources;
    await access.demandCreate(viewer, type, body).catch(refusedWith());
    await references.demand(context, { type, sent: found, current: null });
  }
}

/** A private credential becomes the copier's own. */
export const owned = (type: ResourceType, found: Fields, viewer: Viewer): Fields =>
  type === 'credential' && found['organization'] === null ? { ...found, user: viewer.id } : found;

/** A refusal says no more than that the copy is not allowed. */
const refusedWith = (detail?: string) => (error: unknown) => {
  if (error instanceof DomainError && error.kind === 'forbidden') throw forbidden(detail ? { detail } : undefined);
  throw error;
};
