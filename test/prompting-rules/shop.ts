import type { JsonObject } from '@domain/kernel';
import { until } from '@testing/runs';
import { type Answer, idOf, Served } from './served.js';

type Templates = 'job_templates' | 'workflow_job_templates';

/** A server with what a launch needs: an organization, an inventory of four hosts, a project that allows other branches. */
export class Shop {
  organization = 0;
  inventory = 0;
  project = 0;

  private constructor(readonly cairn: Served) {}

  static async open(): Promise<Shop> {
    const shop = new Shop(await Served.open());
    const { cairn } = shop;
    shop.organization = await cairn.make('organizations');
    const organization = shop.organization;
    shop.inventory = await shop.stock(4);
    shop.project = await cairn.make('projects', { organization, scm_type: '', local_path: 'site' });
    return shop;
  }

  close(): Promise<void> {
    return this.cairn.stop();
  }

  /** An inventory of so many hosts. */
  async stock(hosts: number): Promise<number> {
    const inventory = await this.cairn.make('inventories', { organization: this.organization });
    for (let host = 1; host <= hosts; host += 1) await this.cairn.make('hosts', { inventory });
    return inventory;
  }

  template(fields: JsonObject = {}): Promise<number> {
    const { inventory, project } = this;
    return this.cairn.make('job_templates', { inventory, project, playbook: 'site.yml', ...fields });
  }

  workflow(fields: JsonObject = {}): Promise<number> {
    return this.cairn.make('workflow_job_templates', { organization: this.organization, ...fields });
  }

  /** Gives the template these questions and turns its survey on. */
  async survey(kind: Templates, id: number, spec: readonly JsonObject[]): Promise<void> {
    const questions = spec.map((item) => ({ question_name: 'Question', required: false, ...item }));
    const { status, body } = await this.cairn.post(`${kind}/${id}/survey_spec`, {
      ...{ name: 'Survey', description: '', spec: questions },
    });
    if (status !== 200) throw new Error(`no survey: ${JSON.stringify(body)}`);
    await this.cairn.patch(`${kind}/${id}`, { survey_enabled: true });
  }

  launch(template: number, body: JsonObject = {}, as?: string): Promise<Answer> {
    return this.cairn.post(`job_templates/${template}/launch`, body, as);
  }

  launchWorkflow(template: number, body: JsonObject = {}, as?: string): Promise<Answer> {
    return this.cairn.post(`workflow_job_templates/${template}/launch`, body, as);
  }

  /** What the launch of a job recorded: the prompts that `create_schedule` would take over. */
  async recorded(job: JsonObject): Promise<unknown> {
    return (await this.cairn.get(`jobs/${idOf(job)}/create_schedule`)).body['prompts'];
  }

  /** Ids of a sublist, in its order. */
  async listed(path: string): Promise<readonly number[]> {
    const { results } = (await this.cairn.get(path)).body;
    return (results as readonly { readonly id: number }[]).map(({ id }) => id);
  }

  /** Deletes it, once no job uses it any more. */
  async removed(path: string): Promise<void> {
    await until(async () => (await this.cairn.send('DELETE', path)).status < 300);
  }

  /** Id of a credential type that comes with the installation. */
  async credentialType(namespace: string): Promise<number> {
    const [id] = await this.listed(`credential_types/?namespace=${namespace}`);
    return id ?? 0;
  }

  async credential(namespace: string, inputs: JsonObject = {}, fields: JsonObject = {}): Promise<number> {
    const credential_type = await this.credentialType(namespace);
    return this.cairn.make('credentials', { organization: this.organization, credential_type, inputs, ...fields });
  }

  /** @param list a path below `/api/v2/` to which objects are attached */
  async attach(list: string, ...ids: readonly number[]): Promise<void> {
    for (const id of ids) {
      const { status, body } = await this.cairn.post(list, { id });
      if (status !== 204) throw new Error(`${list} answered ${status}: ${JSON.stringify(body)}`);
    }
  }
}
