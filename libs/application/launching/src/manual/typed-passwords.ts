import type { ReadStore, SecretSealer } from '@application/ports';
import { isJsonObject, type JsonObject, type Sealed } from '@domain/kernel';
import { jobStream } from '@domain/job';

/** Begins the names of the notes that hold them. */
export const TYPED_PASSWORDS = 'typed passwords of ';

export type Passwords = Readonly<Record<string, string>>;

/**
 * Passwords that were typed at a launch, until the job starts or is canceled. They are in no event: sealed under the job,
 * they wait beside the read models.
 */
export class TypedPasswords {
  constructor(
    private readonly store: Pick<ReadStore, 'note' | 'setNote'>,
    private readonly sealer: Pick<SecretSealer, 'seal' | 'open'>,
  ) {}

  async keep(job: number, passwords: Passwords): Promise<void> {
    const sealed: [string, Sealed][] = [];
    for (const [name, text] of Object.entries(passwords)) {
      sealed.push([name, await this.sealer.seal(jobStream(job), fieldOf(name), text)]);
    }
    if (sealed.length > 0) await this.store.setNote(noteOf(job), JSON.stringify(Object.fromEntries(sealed)));
  }

  /** Empty when none were typed, or they were forgotten. */
  async of(job: number): Promise<Passwords> {
    const note = await this.store.note(noteOf(job));
    if (note === undefined) return {};
    const opened: [string, string][] = [];
    for (const [name, sealed] of Object.entries(JSON.parse(note) as Record<string, Sealed>)) {
      opened.push([name, await this.sealer.open(jobStream(job), fieldOf(name), sealed)]);
    }
    return Object.fromEntries(opened);
  }

  async forget(job: number): Promise<void> {
    if (await this.store.note(noteOf(job))) await this.store.setNote(noteOf(job), null);
  }
}

const noteOf = (job: number): string => `${TYPED_PASSWORDS}${jobStream(job)}`;

const fieldOf = (name: string): string => `password.${name}`;

/** Passwords in a launch body: under `credential_passwords`, or where that key is absent at the top (spec launch.md §4.3). */
export const typedIn = (body: JsonObject): Passwords => {
  const hasOwnPlace = Object.hasOwn(body, 'credential_passwords');
  const given = hasOwnPlace ? body['credential_passwords'] : body;
  if (!isJsonObject(given)) return {};
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
};
