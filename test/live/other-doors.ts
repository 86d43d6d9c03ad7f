import type { JsonObject } from '@domain/kernel';
import { textOf, type Api } from '../../apps/server/src/demo/api.js';
import type { Canaries } from './canary.js';
import { type Access, sendRaw } from './raw-api.js';

/** What has secrets by now: a template and a workflow with password questions, a job, an application, a user. */
export interface Holders {
  readonly template: number;
  readonly flow: number;
  readonly job: number;
  readonly application: number;
  readonly user: number;
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/**
 * Carries secrets through all other doors that take any: launches that are refused or only looked at, calls of hosts, guesses at
 * passwords, copies, schedules of jobs and workflows, and what is changed afterwards.
 */
export class OtherDoors {
  constructor(
    private readonly access: Access,
    private readonly api: Api,
    private readonly canaries: Canaries,
  ) {}

  async knock(holders: Holders): Promise<void> {
    await this.launches(holders);
    await this.calls(holders);
    await this.logins(holders);
    await this.copies(holders);
  }

  private async launches({ template, flow }: Holders): Promise<void> {
    const tooLong = this.canaries.of('answer of a refused launch').padEnd(150, 'x');
    const launch = `job_templates/${template}/launch/`;
    await this.expect(400, 'POST', launch, { extra_vars: { answer: tooLong } });
    const looked = { extra_vars: { answer: this.canaries.of('answer of a preview') } };
    await this.expect(200, 'POST', `${launch}?dry_run=true`, looked);
    const flowAnswer = { flow_answer: this.canaries.of('answer of a preview of a workflow') };
    await this.expect(200, 'POST', `workflow_job_templates/${flow}/launch/?dry_run=true`, { extra_vars: flowAnswer });
  }

  private async calls({ template }: Holders): Promise<void> {
    const path = `job_templates/${template}/callback/`;
    const body = `host_config_key=${this.canaries.of('wrong key of a call')}`;
    await sendRaw(this.access, { method: 'POST', path, body, headers: FORM });
    const key = this.canaries.of('wrong key of a call in JSON');
    const answer = this.canaries.of('answer in a call that is refused');
    await this.expect(403, 'POST', path, { host_config_key: key, extra_vars: { answer } });
  }

  private async logins({ application, user }: Holders): Promise<void> {
    const guess = this.canaries.of('guess at a password');
    await sendRaw({ ...this.access, password: guess }, { method: 'GET', path: 'me/' });
    await this.expect(200, 'PATCH', `users/${user}/`, { password: this.canaries.of('changed password') });
    const token = await this.api.post('tokens/', { description: '', scope: 'read', application });
    this.canaries.watch('token of an application', textOf(token['token']));
    this.canaries.watch('refresh token', textOf(token['refresh_token']));
  }

  private async copies({ template, flow, job }: Holders): Promise<void> {
    await this.expect(201, 'POST', `job_templates/${template}/copy/`, { name: 'copy' });
    await this.expect(201, 'POST', `workflow_job_templates/${flow}/copy/`, { name: 'copy' });
    await this.expect(201, 'POST', `jobs/${job}/create_schedule/`, {});
    await this.expect(201, 'POST', `workflow_job_templates/${flow}/schedules/`, {
      ...{ name: 'later', rrule: 'DTSTART:20360101T000000Z RRULE:FREQ=DAILY;INTERVAL=1' },
      extra_data: { flow_answer: this.canaries.of('answer of a schedule of a workflow') },
    });
  }

  private async expect(status: number, method: string, path: string, body: JsonObject): Promise<void> {
    const answer = await sendRaw(this.access, { method, path, body: JSON.stringify(body) });
    if (answer.status !== status) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    const found = this.canaries.foundIn(JSON.stringify(answer.body));
    if (found.length > 0) throw new Error(`${path} tells ${found.join(', ')}`);
  }
}
