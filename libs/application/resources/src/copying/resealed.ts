import type { SecretSealer } from '@application/ports';
import { type Json, type Sealed, isJsonObject } from '@domain/kernel';
import type { StoredFields, StoredSurvey, StoredValue } from '@domain/resource';

/** From one object's stream to another's. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

const isSealed = (value: unknown): value is Sealed =>
  isJsonObject(value as Json | undefined) && isJsonObject((value as { sealed?: Json }).sealed);

/** Stored values as they are, secrets sealed for the new owner: no copy depends on the keys of its original. */
export class Resealer {
  constructor(private readonly sealer: SecretSealer) {}

  /** @param documents fields that hold secrets by name: the inputs of a credential */
  async fields(fields: StoredFields, documents: readonly string[], move: Move): Promise<StoredFields> {
    const moved: [string, StoredValue][] = [];
    for (const [name, value] of Object.entries(fields)) {
      const isDocument = documents.includes(name) && typeof value === 'object' && value !== null;
      moved.push([name, isDocument ? ((await this.values(value as Values, move)) as StoredValue) : value]);
    }
    return Object.fromEntries(moved);
  }

  /** @param fieldOf under which field the default of a variable is sealed */
  async survey(survey: StoredSurvey, fieldOf: (variable: string) => string, move: Move): Promise<StoredSurvey> {
    return { ...survey, secrets: (await this.values(survey.secrets, move, fieldOf)) as StoredSurvey['secrets'] };
  }

  private async values(values: Values, { from, to }: Move, fieldOf = (name: string) => name): Promise<Values> {
    const moved: [string, unknown][] = [];
    for (const [name, value] of Object.entries(values)) {
      const field = fieldOf(name);
      const own = isSealed(value)
        ? await this.sealer.reseal({ owner: from, field }, { owner: to, field }, value)
        : value;
      moved.push([name, own]);
    }
    return Object.fromEntries(moved);
  }
}

type Values = Readonly<Record<string, unknown>>;
