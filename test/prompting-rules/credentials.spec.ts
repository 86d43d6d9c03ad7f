import type { Json, JsonObject } from '@domain/kernel';
import { idOf } from './served.js';
import { Shop } from './shop.js';

const CLOUD = { username: 'u', password: 'p' };
const STACK = { ...CLOUD, host: 'https://127.0.0.1', project: 'p' };

const removing = (type: string, lacked: string): string =>
  `Removing ${type} credential at launch time without replacement is not supported. Provided list lacked credential(s): ${lacked}.`;

describe('credentials at a launch', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await Shop.open();
  });
  afterAll(() => shop.close());

  /** A template that asks for credentials and has these. */
  const using = async (credentials: readonly number[], fields: JsonObject = {}): Promise<number> => {
    const template = await shop.template({ ask_credential_on_launch: true, ...fields });
    await shop.attach(`job_templates/${template}/credentials`, ...credentials);
    return template;
  };
  const usedBy = async (job: JsonObject): Promise<readonly number[]> =>
    [...(await shop.listed(`jobs/${idOf(job)}/credentials`))].sort((a, b) => a - b);
  const recordedIds = async (job: JsonObject): Promise<readonly number[]> => {
    const { credentials = [] } = (await shop.recorded(job)) as { credentials?: readonly { readonly id: number }[] };
    return credentials.map(({ id }) => id).sort((a, b) => a - b);
  };
  const refused = (...messages: readonly string[]) => ({ status: 400, body: { credentials: messages } });

  const machine = (inputs: JsonObject = {}): Promise<number> => shop.credential('ssh', inputs);
  const vault = (id: string, inputs: JsonObject = {}): Promise<number> =>
    shop.credential('vault', { vault_password: 'v', ...(id !== '' && { vault_id: id }), ...inputs });
  const nameOf = async (id: number): Promise<string> => {
    const { name } = (await shop.cairn.get(`credentials/${id}`)).body;
    return `${JSON.stringify(name).replaceAll('"', '')}-${id}`;
  };

  describe('§4.2 the worked example', () => {
    let gce: number, ssh: number, oldGce: number, aws: number, openstack: number, template: number;
    beforeAll(async () => {
      gce = await shop.credential('gce', { username: 'u', ssh_key_data: KEY });
      ssh = await machine();
      oldGce = await shop.credential('gce', { username: 'u', ssh_key_data: KEY });
      aws = await shop.credential('aws', CLOUD);
      openstack = await shop.credential('openstack', STACK);
      template = await using([ssh, oldGce, openstack]);
    });

    it('replaces gce, adds aws, keeps the others, and records what it added', async () => {
      const { status, body } = await shop.launch(template, { credentials: [gce, ssh, aws, openstack] });
      expect([status, body['ignored_fields']]).toEqual([201, {}]);
      expect(await usedBy(body)).toEqual([gce, ssh, aws, openstack].sort((a, b) => a - b));
      expect(await recordedIds(body)).toEqual([gce, aws]);
    });

    it('refuses to go without gce', async () => {
      expect(await shop.launch(template, { credentials: [ssh, aws, openstack] })).toMatchObject(
        refused(removing('Google Compute Engine', await nameOf(oldGce))),
      );
    });

    it('refuses an empty list, naming all that would go once for each of them', async () => {
      const { body } = await shop.launch(template, { credentials: [] });
      const types = (body['credentials'] as readonly string[]).map(
        (text) => /^Removing (.*?) credential/.exec(text)?.[1],
      );
      expect([...types].sort()).toEqual(['Google Compute Engine', 'Machine', 'OpenStack']);
    });

    it('takes the own list as a no-op', async () => {
      const { body } = await shop.launch(template, { credentials: [openstack, ssh, oldGce] });
      expect([body['ignored_fields'], await recordedIds(body)]).toEqual([{}, []]);
    });
  });

  it('§4.2 an empty list is fine for a template without credentials', async () => {
    expect((await shop.launch(await using([]), { credentials: [] })).status).toBe(201);
  });

  it("§4.2 [S7] two of a type are refused, also when one is the template's own", async () => {
    const [own, other, third] = [await machine(), await machine(), await machine()];
    const several = 'Cannot assign multiple Machine credentials.';
    expect(await shop.launch(await using([]), { credentials: [other, third] })).toMatchObject(refused(several));
    expect(await shop.launch(await using([own]), { credentials: [own, other] })).toMatchObject(refused(several));
  });

  it('§4.1 [S13] vaults are told apart by their id', async () => {
    const [dev, prod, plain, otherProd] = [
      await vault('dev'),
      await vault('prod'),
      await vault(''),
      await vault('prod'),
    ];
    const template = await using([prod]);
    const { body } = await shop.launch(template, { credentials: [dev, prod, plain] });
    expect(await usedBy(body)).toEqual([dev, prod, plain].sort((a, b) => a - b));
    const replaced = (await shop.launch(template, { credentials: [otherProd] })).body;
    expect(await usedBy(replaced)).toEqual([otherProd]);
    expect(await shop.launch(template, { credentials: [prod, otherProd] })).toMatchObject(
      refused('Cannot assign multiple Vault (id=prod) credentials.'),
    );
    expect(await shop.launch(template, { credentials: [dev] })).toMatchObject(
      refused(removing('Vault (id=prod)', await nameOf(prod))),
    );
  });

  it('§4.2 kinds that no play takes are refused', async () => {
    const scm = await shop.credential('scm', { username: 'u' });
    expect(await shop.launch(await using([]), { credentials: [scm] })).toMatchObject(
      refused('Cannot assign a Credential of kind `scm`'),
    );
  });

  it('§4.2 ids must exist', async () => {
    expect(await shop.launch(await using([]), { credentials: [99_999] })).toMatchObject(
      refused('Invalid pk "99999" - object does not exist.'),
    );
  });

  it('§4.2 [S6] a list that is not asked for is not looked at', async () => {
    const [own, other] = [await machine(), await machine()];
    const template = await using([own], { ask_credential_on_launch: false });
    for (const [sent, ignored] of [
      [[other], [other]],
      [[own, other], [other]],
    ] as const) {
      const { status, body } = await shop.launch(template, { credentials: [...sent] });
      expect([status, body['ignored_fields']]).toEqual([201, { credentials: ignored }]);
      expect(await usedBy(body)).toEqual([own]);
    }
    expect((await shop.launch(template, { credentials: [] })).body['ignored_fields']).toEqual({});
  });

  describe('§4.3 passwords typed at the launch', () => {
    const needs = (...keys: readonly string[]) => ({ status: 400, body: { passwords_needed_to_start: keys } });

    it('are listed in the order of the credentials', async () => {
      const both = [
        await machine({ password: 'ASK', become_password: 'ASK' }),
        await vault('prod', { vault_password: 'ASK' }),
      ];
      const template = await using(both);
      const keys = ['ssh_password', 'become_password', 'vault_password.prod'];
      expect((await shop.launch(template)).body).toEqual(needs(...keys).body);
      expect((await shop.cairn.get(`job_templates/${template}/launch`)).body).toMatchObject({
        passwords_needed_to_start: keys,
        can_start_without_user_input: false,
      });
      const typed = { ssh_password: 'a', become_password: 'b' };
      expect(await shop.launch(template, { credential_passwords: typed })).toMatchObject(needs('vault_password.prod'));
      const all = { ...typed, 'vault_password.prod': 'c', unneeded: 'd' };
      expect((await shop.launch(template, { credential_passwords: all })).status).toBe(201);
      expect((await shop.launch(template, all)).status).toBe(201); // at the top of the body too
    });

    it('may not be empty; no job remains', async () => {
      const template = await using([await machine({ password: 'ASK' })]);
      const sent = { credential_passwords: { ssh_password: '' } };
      expect(await shop.launch(template, sent)).toMatchObject(needs('ssh_password'));
      expect((await shop.cairn.get(`job_templates/${template}/jobs`)).body['count']).toBe(0);
    });

    it('are those of the final credentials', async () => {
      const template = await using([await machine({ password: 'ASK' })]);
      expect((await shop.launch(template, { credentials: [await machine({ password: 'kept' })] })).status).toBe(201);
      const other = await using([await machine({ password: 'kept' })]);
      const asking = await machine({ become_password: 'ASK' });
      expect(await shop.launch(other, { credentials: [asking] })).toMatchObject(needs('become_password'));
    });

    it('a vault without id asks by the bare name', async () => {
      expect(await shop.launch(await using([await vault('', { vault_password: 'ASK' })]))).toMatchObject(
        needs('vault_password'),
      );
    });

    it('are neither recorded nor shown', async () => {
      const template = await using([await machine({ password: 'ASK' })]);
      const { body } = await shop.launch(template, { credential_passwords: { ssh_password: 'typed-secret' } });
      expect(await shop.recorded(body)).toEqual({});
      const history = `event_history/?stream=job-${idOf(body)}`;
      for (const path of [`jobs/${idOf(body)}`, history])
        expect(JSON.stringify((await shop.cairn.get(path)).body)).not.toContain('typed-secret');
    });
  });

  describe('§4.4 [S4] extra_credentials', () => {
    it('1 exclude credentials', async () => {
      expect(await shop.launch(await using([]), { credentials: [], extra_credentials: [] })).toMatchObject({
        status: 400,
        body: { error: "'credentials' cannot be used in combination with 'extra_credentials'." },
      });
    });

    it.each<[Json, string]>([
      [7, 'int'],
      [true, 'bool'],
      [null, 'NoneType'],
    ])('2 are a list, not %j', async (extra_credentials, type) => {
      const text = [`Incorrect type. Expected a list received ${type}.`];
      const { status, body } = await shop.launch(await using([]), { extra_credentials });
      expect([status, body]).toEqual([400, { extra_credentials: text, credentials: text }]);
    });

    it('2 a bare text is a list of one', async () => {
      const aws = await shop.credential('aws', CLOUD);
      const { body } = await shop.launch(await using([]), { extra_credentials: String(aws) });
      expect(await usedBy(body)).toEqual([aws]);
    });

    it('3 are joined to those of the template; a second of a class is an error', async () => {
      const [own, aws] = [await machine(), await shop.credential('aws', CLOUD)];
      const template = await using([own]);
      expect(await usedBy((await shop.launch(template, { extra_credentials: [aws] })).body)).toEqual([own, aws]);
      expect(await shop.launch(template, { extra_credentials: [await machine()] })).toMatchObject(
        refused('Cannot assign multiple Machine credentials.'),
      );
      const closed = await using([own], { ask_credential_on_launch: false });
      expect((await shop.launch(closed, { extra_credentials: [aws] })).body['ignored_fields']).toEqual({
        credentials: [aws],
      });
    });

    it('4 leave no configuration, unless the list is empty', async () => {
      const aws = await shop.credential('aws', CLOUD);
      const template = await using([]);
      const legacy = (await shop.launch(template, { extra_credentials: [aws] })).body;
      const page = `jobs/${idOf(legacy)}/create_schedule`;
      expect((await shop.cairn.get(page)).body['can_schedule']).toBe(false);
      const usual = (await shop.launch(template, { extra_credentials: [] })).body;
      expect((await shop.cairn.get(`jobs/${idOf(usual)}/create_schedule`)).body['can_schedule']).toBe(true);
    });
  });
});

/** No key of anybody. */
const KEY = [
  '-----BEGIN RSA PRIVATE KEY-----',
  Buffer.from('not a key at all, but shaped as one').toString('base64'),
  '-----END RSA PRIVATE KEY-----',
  '',
].join('\n');
