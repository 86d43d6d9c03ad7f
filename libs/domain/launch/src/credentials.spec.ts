import { credential, jobTemplate, layer, workflowTemplate } from '@testing/launch';
import { compose } from './compose.js';
import { legacyCredentials } from './legacy-credentials.js';
import { passwordKeys } from './password-keys.js';
import { savedCredentialRefusal } from './saved-credential.js';
import type { ComposeRequest, Composition, CredentialRef, LaunchTarget } from './types.js';

const ssh = credential('ssh', 2);
const gce = credential('gce', 3);
const openstack = credential('openstack', 5);
const aws = credential('aws', 4);
const vault = (id: number, vaultId: string, passwordsNeeded: string[] = []): CredentialRef =>
  credential('vault', id, { vaultId, passwordsNeeded });

const asking = (...credentials: CredentialRef[]): LaunchTarget =>
  jobTemplate({ asks: { credentials: true, labels: true, instance_groups: true }, credentials });

const launch = (
  target: LaunchTarget,
  credentials: CredentialRef[] | undefined,
  over: Partial<ComposeRequest> = {},
): Composition =>
  compose({ target, mode: 'manual', layers: [layer('launch', credentials && { credentials })], ...over });

const idsOf = (made: Composition) => made.effective.credentials.map(({ id }) => id).sort((a, b) => a - b);
const removing = (type: string, lacking: string) =>
  `Removing ${type} credential at launch time without replacement is not supported. Provided list lacked credential(s): ${lacking}.`;

describe('credentials of a manual launch', () => {
  it('are the complete list; what it adds to the template is recorded', () => {
    const made = launch(asking(ssh, gce, openstack), [credential('gce', 1), ssh, aws, openstack]);
    expect(idsOf(made)).toEqual([1, 2, 4, 5]);
    expect(made.launchConfig?.credentials?.map(({ id }) => id)).toEqual([1, 4]);
    expect(made.errors).toEqual({});
    expect(made.decisions).toMatchObject([
      { key: 'Google Compute Engine', rule: 'same_class_replaced', shadowed: [{ value: { v: { id: 3 } } }] },
      { key: 'Amazon Web Services', rule: 'added', shadowed: [] },
    ]);
  });

  it('may not leave one of the template out', () => {
    expect(launch(asking(ssh, gce, openstack), [ssh, aws, openstack]).errors).toEqual({
      credentials: [removing('Google Compute Engine', 'shop-gce-3')],
    });
    expect(launch(asking(ssh, aws, vault(9, 'dev')), [credential('ssh', 7)]).errors).toEqual({
      credentials: [
        removing('Amazon Web Services', 'shop-ssh-2, shop-aws-4, shop-vault-9'),
        removing('Vault (id=dev)', 'shop-ssh-2, shop-aws-4, shop-vault-9'),
      ],
    });
  });

  it('are one of a class, the one of the template counted', () => {
    const multiple = { credentials: ['Cannot assign multiple Machine credentials.'] };
    expect(launch(asking(), [ssh, credential('ssh', 7)]).errors).toEqual(multiple);
    expect(launch(asking(ssh), [ssh, credential('ssh', 7)]).errors).toEqual(multiple);
    expect(launch(asking(), [vault(1, 'dev'), vault(2, 'dev')]).errors).toEqual({
      credentials: ['Cannot assign multiple Vault (id=dev) credentials.'],
    });
    expect(launch(asking(), [ssh, ssh]).errors).toEqual({});
    expect(launch(asking(), [vault(1, 'dev'), vault(2, ''), vault(3, 'prod')]).errors).toEqual({});
  });

  it('are of kinds that jobs take', () => {
    expect(launch(asking(), [credential('scm', 8)]).errors).toEqual({
      credentials: ['Cannot assign a Credential of kind `scm`'],
    });
  });

  it('are not looked at when they are not asked for', () => {
    const made = launch(jobTemplate({ credentials: [ssh, aws] }), [credential('ssh', 7), credential('scm', 8)]);
    expect(made).toMatchObject({ errors: {}, ignored: { credentials: [{ id: 7 }, { id: 8 }] } });
    expect(idsOf(made)).toEqual([2, 4]);
    expect(launch(jobTemplate({ credentials: [ssh] }), []).ignored).toEqual({});
  });
});

describe('credentials of a saved configuration', () => {
  const fire = (target: LaunchTarget, credentials: CredentialRef[]) =>
    launch(target, credentials, { mode: 'schedule' });
  const own = [credential('ssh', 4), credential('aws', 6)];

  it.each<[string, CredentialRef[], number[]]>([
    ['none', [], [4, 6]],
    ['another type', [credential('gce', 1)], [1, 4, 6]],
    ['the same type', [credential('aws', 9)], [4, 9]],
    ['two vaults', [vault(11, 'a'), vault(12, 'b')], [4, 6, 11, 12]],
  ])('are additions: %s', (_title, saved, expected) => {
    expect(idsOf(fire(asking(...own), saved))).toEqual(expected);
  });

  it('that are no longer asked for are dropped and recorded', () => {
    const made = fire(jobTemplate({ credentials: own }), [credential('aws', 9)]);
    expect(idsOf(made)).toEqual([4, 6]);
    expect(made.startable).toEqual({ ok: true });
    expect(made.decisions).toMatchObject([{ field: 'credentials', rejected: [{ code: 'not_prompted' }] }]);
  });

  it('replace each other class by class, the stronger layer winning', () => {
    const made = compose({
      target: asking(ssh),
      mode: 'spawn',
      layers: [
        layer('node', { credentials: [credential('ssh', 7), aws] }),
        layer('workflow_job', { credentials: [credential('ssh', 8)] }),
      ],
    });
    expect(idsOf(made)).toEqual([4, 8]);
    expect(made.decisions).toMatchObject([
      { key: 'Machine', winner: { source: 'workflow_job' }, shadowed: [{ source: 'node' }, { source: 'template' }] },
      { key: 'Amazon Web Services', winner: { source: 'node' } },
    ]);
  });
});

describe('labels and instance groups', () => {
  const [one, two] = [
    { id: 1, name: 'one' },
    { id: 2, name: 'two' },
  ];
  const target = { ...asking(), labels: [one], instanceGroups: [one, two] };
  const given = (labels: (typeof one)[], instanceGroups: (typeof one)[], to: LaunchTarget = target) =>
    compose({ target: to, mode: 'manual', layers: [layer('launch', { labels, instanceGroups })] });

  it('labels add up, groups replace the list', () => {
    const made = given([one, two], [two]);
    expect(made.effective).toMatchObject({ labels: [one, two], instance_groups: [two] });
    expect(made.launchConfig).toEqual({ labels: [two], instance_groups: [two] });
    expect(made.decisions).toMatchObject([{ field: 'labels', key: '2' }, { field: 'instance_groups' }]);
  });

  it('empty lists change nothing and are not recorded', () => {
    expect(given([], [])).toMatchObject({
      effective: { labels: [one], instance_groups: [one, two] },
      launchConfig: {},
      ignored: {},
    });
  });

  it('are never no-ops when they are not asked for, not even empty or the own ones', () => {
    const closed = jobTemplate({ labels: [one] });
    expect(given([one], [], closed).ignored).toEqual({ labels: [one], instance_groups: [] });
  });

  it('groups are unknown to a workflow template', () => {
    expect(given([], [one], workflowTemplate()).ignored).toEqual({ labels: [] });
  });
});

describe('typed passwords', () => {
  const asks = [
    credential('ssh', 2, { passwordsNeeded: ['ssh_password', 'become_password'] }),
    vault(9, 'prod', ['vault_password.prod']),
  ];
  const needs = (typedPasswords: string[], credentials?: CredentialRef[]) =>
    launch(asking(...asks), credentials, { typedPasswords });

  it('that are missing are listed in the order of the credentials', () => {
    expect(needs([]).errors).toEqual({
      passwords_needed_to_start: ['ssh_password', 'become_password', 'vault_password.prod'],
    });
    expect(needs(['ssh_password', 'become_password']).errors).toEqual({
      passwords_needed_to_start: ['vault_password.prod'],
    });
  });

  it('are those of the final credentials', () => {
    const made = needs(['vault_password.prod'], [credential('ssh', 7), asks[1]!]);
    expect(made).toMatchObject({ errors: {}, passwordsNeeded: ['vault_password.prod'], startable: { ok: true } });
  });

  it('cannot be given by a saved configuration', () => {
    const saved = (target: LaunchTarget) => compose({ target, mode: 'save-node', layers: [] }).errors;
    expect(saved(jobTemplate({ credentials: asks }))).toEqual({
      passwords_needed_to_start: ['Saved launch configurations cannot provide passwords needed to start.'],
    });
    expect(saved(asking(...asks))).toEqual({});
  });

  it.each([
    ['ssh', { password: 'ASK', become_password: 'ASK' }, false, ['ssh_password', 'become_password']],
    ['ssh', { ssh_key_unlock: 'ASK' }, true, ['ssh_key_unlock']],
    ['ssh', { ssh_key_unlock: '' }, true, ['ssh_key_unlock']],
    ['ssh', { ssh_key_unlock: 'ASK' }, false, []],
    ['ssh', { ssh_key_unlock: '$encrypted$' }, true, []],
    ['vault', { vault_password: 'ASK' }, false, ['vault_password']],
    ['vault', { vault_password: 'ASK', vault_id: 'prod' }, false, ['vault_password.prod']],
    ['cloud', { password: 'ASK' }, false, []],
  ])('of a %s credential with %j', (kind, inputs, hasLockedKey, keys) => {
    expect(passwordKeys({ kind, inputs, hasLockedKey })).toEqual(keys);
  });
});

describe('extra_credentials', () => {
  it('excludes credentials', () => {
    expect(legacyCredentials({ credentials: [], extra_credentials: [1] }, [])).toEqual({
      outcome: 'refused',
      body: { error: "'credentials' cannot be used in combination with 'extra_credentials'." },
    });
  });

  it.each([
    [5, 'int'],
    [true, 'bool'],
    [null, 'NoneType'],
  ])('is a list, not %j', (value, type) => {
    const message = [`Incorrect type. Expected a list received ${type}.`];
    expect(legacyCredentials({ extra_credentials: value }, [])).toEqual({
      outcome: 'refused',
      body: { extra_credentials: message, credentials: message },
    });
  });

  it('adds to the credentials of the template, and nothing when empty', () => {
    expect(legacyCredentials({ extra_credentials: [4, '7'] }, [7, 9])).toEqual({
      outcome: 'list',
      credentials: [4, '7', 9],
    });
    expect(legacyCredentials({ extra_credentials: 'x' }, [])).toMatchObject({ credentials: ['x'] });
    expect(legacyCredentials({ extra_credentials: [] }, [7])).toEqual({ outcome: 'absent' });
    expect(legacyCredentials({}, [7])).toEqual({ outcome: 'absent' });
  });

  it('leaves no launch configuration', () => {
    expect(launch(asking(), [aws], { isLegacy: true }).launchConfig).toBeNull();
  });
});

describe('a credential joining a node or schedule', () => {
  const target = asking(ssh);
  it.each<[string, LaunchTarget | null, CredentialRef, CredentialRef[], string | undefined]>([
    ['no template', null, aws, [], 'null_template'],
    ['a project', { ...target, kind: 'project' }, aws, [], 'type_takes_none'],
    ['asks a password', target, vault(1, '', ['vault_password']), [], 'asks_password'],
    ['not asked for', jobTemplate(), aws, [], 'not_prompted'],
    ['class taken', target, aws, [credential('aws', 9)], 'duplicate_type'],
    ['on the template', target, ssh, [], 'already_on_template'],
    ['fine', target, credential('ssh', 7), [aws], undefined],
  ])('%s', (_title, on, joining, present, code) => {
    expect(savedCredentialRefusal(on, joining, present)?.code).toBe(code);
  });

  it('is refused in the words of AWX', () => {
    expect(savedCredentialRefusal(target, ssh, [])?.message).toBe('Related template already uses shop-ssh credential.');
    expect(savedCredentialRefusal(target, vault(1, 'a'), [vault(2, 'a')])?.message).toBe(
      'This launch configuration already provides a Vault (id=a) credential.',
    );
  });
});
