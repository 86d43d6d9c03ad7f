import type { Stored, StoredResources } from '@application/launch-targets';
import type { RunCredential, SecretSealer } from '@application/ports';
import { isJsonObject, isSealed, type Json, type JsonObject, type Value } from '@domain/kernel';

/** Passwords that were typed at the launch, by the name they were asked for. */
export type TypedPasswords = Readonly<Record<string, string>>;

/** A credential as a run uses it, and what it still lacks: ids of required inputs, or names of passwords nobody typed. */
export interface OpenedCredential {
  readonly credential: RunCredential;
  readonly lacking: readonly string[];
}

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
    const inputs = await this.inputs(
      stored.ref.ref,
      (fields['inputs'] ?? {}) as Readonly<Record<string, Value>>,
      typed,
    );
    const { id, name } = stored.ref;
    const { namespace, injectors, inputs: schema } = type.state.fields;
    const credential = {
      id,
      name,
      namespace: typeof namespace === 'string' ? namespace : null,
      inputs,
      injectors: (injectors ?? {}) as JsonObject,
      secretInputs: fieldsOf(schema as Json).flatMap((field) =>
        field['secret'] === true && typeof field['id'] === 'string' ? [field['id']] : [],
      ),
    };
    return { credential, lacking: lackingOf(schema as Json, inputs) };
  }

  private async inputs(owner: string, stored: Readonly<Record<string, Value>>, typed: TypedPasswords) {
    const entries: [string, string | boolean][] = [];
    for (const [name, value] of Object.entries(stored)) {
      const text = isSealed(value) ? await this.sealer.open(owner, name, value) : value.v;
      const given = text === ASK ? typed[askedAs(name, stored)] : text;
      if (typeof given === 'string' || typeof given === 'boolean') entries.push([name, given]);
    }
    return Object.fromEntries(entries);
  }
}

const askedAs = (input: string, inputs: Readonly<Record<string, Value>>): string => {
  if (input !== 'vault_password') return ASKED_AS[input] ?? input;
  const id = inputs['vault_id'];
  const text = id && !isSealed(id) && typeof id.v === 'string' ? id.v : '';
  return text === '' ? 'vault_password' : `vault_password.${text}`;
};

const fieldsOf = (schema: Json): readonly JsonObject[] => {
  const fields = isJsonObject(schema) ? schema['fields'] : [];
  return Array.isArray(fields) ? fields.filter(isJsonObject) : [];
};

const lackingOf = (schema: Json, inputs: RunCredential['inputs']): readonly string[] => {
  const required = isJsonObject(schema) ? schema['required'] : [];
  if (!Array.isArray(required)) return [];
  return required.flatMap((id) => (typeof id === 'string' && (inputs[id] ?? '') === '' ? [id] : []));
};
