import { isJsonObject, type JsonObject } from '@domain/kernel';
import type { PatientClient } from './patient-client.js';

const TOGETHER = 8;

/** What became of launches: an acknowledged one must be there, an unanswered one may be. */
export class Launches {
  /** Ids by the mark that tells one launch from the others. */
  readonly acknowledged = new Map<string, number>();
  readonly unknown: string[] = [];
  /** Acknowledged launches that the other door did not show at once. */
  readonly unseen: string[] = [];
  private next = 0;

  constructor(
    private readonly client: PatientClient,
    private readonly workflow: number,
  ) {}

  /** Until so many are acknowledged. */
  async make(count: number): Promise<void> {
    const one = async (): Promise<void> => {
      while (this.acknowledged.size + this.underWay < count) await this.launch();
    };
    await Promise.all(Array.from({ length: TOGETHER }, one));
  }

  private underWay = 0;

  private async launch(): Promise<void> {
    const mark = `launch-${this.next++}`;
    this.underWay += 1;
    try {
      const path = `workflow_job_templates/${this.workflow}/launch/`;
      const answer = await this.client.once(path, { extra_vars: { mark } });
      if (answer === null) return void this.unknown.push(mark);
      const id = isJsonObject(answer.body) ? Number(answer.body['id']) : NaN;
      if (answer.status !== 201) throw new Error(`a launch was refused: ${JSON.stringify(answer)}`);
      this.acknowledged.set(mark, id);
      await this.lookAtTheOtherDoor(id, answer.door);
    } finally {
      this.underWay -= 1;
    }
  }

  private async lookAtTheOtherDoor(id: number, door: number): Promise<void> {
    const answer = await this.client.at(1 - door, `workflow_jobs/${id}/`);
    if (typeof answer !== 'string' && answer.status !== 200) this.unseen.push(`${id}: ${answer.status}`);
  }
}

/** Marks of the launches that these workflow jobs come from. */
export const marksOf = (jobs: readonly JsonObject[]): readonly string[] =>
  jobs.map(({ extra_vars: text }) => {
    const variables = JSON.parse(typeof text === 'string' ? text : '{}') as { readonly mark?: string };
    return variables.mark ?? '';
  });
