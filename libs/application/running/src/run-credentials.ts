import { credentialRef, type Stored, type StoredResources } from '@application/launch-targets';
import type { RunCredential, SecretSealer } from '@application/ports';
import { isJsonObject, isSealed, type Json, type JsonObject, type Value } from '@domain/kernel';

/** Passwords that were typed at the launch, by the name they were asked for. */
export type TypedPasswords = Readonly<Record<string, string>>;

/** A credential as a run uses it. */
export interface OpenedCredential {
  readonly credential: RunCredential;
  /** Ids of required inputs that have no value, sorted. */
  readonly lacking: readonly string[];
  /** Names of passwords that nobody typed. */
  readonly untyped: readonly string[];
}

type Inputs = Readonly<Record<string, Value>>;

const ASK = 'ASK';

/** Inputs that may be asked for at launch, and the names they are asked for by (spec launch.md §4.3). */
const ASKED_AS: Readonly<Record<string, string>> = {
  password: 'ssh_password',
  become_password: 'become_password',
  ssh_key_unlock: 'ssh_key_unlock',
};

/** Opens credentials for one run. Nothing of it is kept. */
export class RunCredentials {
  constructor(
    private readonly resources: StoredResources,
    private readonly sealer: Pick<SecretSealer, 'open'>,
  ) {}

  /** Those that still exist, in order. */
  async open(ids: readonly number[], typed: TypedPasswords): Promise<readonly OpenedCredential[]> {
    const stored = await this.resources.all('credential', ids);
    const opened = await Promise.all(stored.map((credential) => this.openOne(credential, typed)));
    return opened.filter((one) => one !== undefined);
  }

  private async openOne(stored: Stored, typed: TypedPasswords): Promise<OpenedCredential | undefined> {
    const { fields } = stored.state;
    const type = await this.resources.find('credential_type', Number(fields['credential_type']));
    if (!type) return undefined;
    const saved = (fields['inputs'] ?? {}) as Inputs;
    const { id, name } = stored.ref;
    const { namespace, injectors, inputs: schema } = type.state.fields;
    const credential = {
      id,
      name,
      namespace: typeof namespace === 'string' ? namespace : null,
      inputs: await this.inputs(stored.ref.ref, saved, typed),
      injectors: (injectors ?? {}) as JsonObject,
      secretInputs: fieldsOf(schema as Json).flatMap((field) =>
        field['secret'] === true && typeof field['id'] === 'string' ? [field['id']] : [],
      ),
    };
    const untyped = credentialRef(stored, type).passwordsNeeded.filter((key) => !typed[key]);
    return { credential, lacking: lackingOf(schema as Json, saved), untyped };
  }

  private async inputs(owner: string, saved: Inputs, typed: TypedPasswords): Promise<RunCredential['inputs']> {
    const entries: [string, string | boolean][] = [];
    for (const [name, value] of Object.entries(saved)) {
      const text = isSealed(value) ? await this.sealer.open(owner, name, value) : value.v;
      const given = text === ASK ? typed[askedAs(name, saved)] : text;
      if (typeof given === 'string' || typeof given === 'boolean') entries.push([name, given]);
    }
    return Object.fromEntries(entries);
  }
}

const askedAs = (input: string, inputs: Inputs): string => {
  if (input !== 'vault_password') return ASKED_AS[input] ?? input;
  const id = inputs['vault_id'];
  const text = id && !isSealed(id) && typeof id.v === 'string' ? id.v : '';
  return text === '' ? 'vault_password' : `vault_password.${text}`;
};

const fieldsOf = (schema: Json): readonly JsonObject[] => {
  const fields = isJsonObject(schema) ? schema['fields'] : [];
  return Array.isArray(fields) ? fields.filter(isJsonObject) : [];
};

/** `ASK` counts as a value here: what must be typed is looked at for itself. */
const lackingOf = (schema: Json, saved: Inputs): readonly string[] => {
  const required = isJsonObject(schema) ? schema['required'] : [];
  const known = new Set(fieldsOf(schema).map((field) => field['id']));
  if (!Array.isArray(required)) return [];
  return required.flatMap((id) => (typeof id === 'string' && known.has(id) && !hasValue(saved[id]) ? [id] : [])).sort();
};

const hasValue = (value: Value | undefined): boolean =>
  value !== undefined && (isSealed(value) || (value.v !== '' && value.v !== null));
