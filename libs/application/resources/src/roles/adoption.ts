import type { ReadStore } from '@application/ports';
import { type Viewer, holds, may } from '@domain/access';
import { forbidden } from '@domain/kernel';
import type { ResourceType } from '../declaration/field.js';
import type { Access } from '../writing/authorise.js';

const GRANTS = `SELECT role.object_type, role.object_id, role.role_field FROM role_grant JOIN role ON role.id = role_grant.role_id
  WHERE role_grant.grantee_kind = 'user' AND role_grant.grantee_id = ?`;

/** Who may be taken into an organization: its administrators may edit its members, so this must not raise them. */
export class Adoption {
  constructor(
    private readonly access: Access,
    private readonly store: Pick<ReadStore, 'all'>,
  ) {}

  /** @throws DomainError forbidden */
  async demand(viewer: Viewer, user: number): Promise<void> {
    if (viewer.isSuperuser) return;
    const subject = await this.access.subjectOf('user', { id: user });
    const { organizations = [], isSuperuser = false, isSystemAuditor = false } = subject.membership ?? {};
    if (isSuperuser || isSystemAuditor) throw forbidden();
    const isAllowed =
      organizations.length === 0
        ? await this.outranks(viewer, user)
        : may(viewer, await this.access.holdings(viewer), 'delete', subject).allowed;
    if (!isAllowed) throw forbidden();
  }

  /** Has the viewer every role that somebody without an organization has? */
  private async outranks(viewer: Viewer, user: number): Promise<boolean> {
    const held = await this.access.holdings(viewer);
    for (const row of await this.store.all(GRANTS, [user])) {
      const object = await this.access.holdable(String(row['object_type']) as ResourceType, Number(row['object_id']));
      if (object && !holds(held, object, String(row['role_field']))) return false;
    }
    return true;
  }
}
