import { randomUUID } from 'node:crypto';
import type { Caller, ResourceApi } from '@application/resources';

/** Keys that hosts bring along. */
export class CallbackKeys {
  constructor(private readonly resources: Pick<ResourceApi, 'change'>) {}

  /** Gives a template a new key, which nobody can guess; an old one opens nothing any more. @throws DomainError invalid | forbidden | missing */
  async renew(template: number, caller: Caller): Promise<string> {
    const key = randomUUID();
    const edit = { body: { host_config_key: key }, whole: false };
    await this.resources.change({ kind: 'job_template', id: template }, edit, caller);
    return key;
  }
}
