import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunCredential } from '@application/ports';
import { RecordingObserver, playbookRequest, until } from '@testing/runs';
import { AnsibleExecutor } from './ansible-executor.js';
import { injectCredentials } from './credentials.js';

const root = mkdtempSync(join(tmpdir(), 'cairn-credentials-'));
const project = join(root, 'project');
mkdirSync(project);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const credential = (
  namespace: string | null,
  inputs: RunCredential['inputs'],
  more: Partial<RunCredential> = {},
): RunCredential => ({
  id: 4,
  name: 'mine',
  namespace,
  inputs,
  injectors: {},
  ...more,
});
const inject = (...credentials: readonly RunCredential[]) => injectCredentials(credentials, '/run');

jest.setTimeout(60_000);

describe('managed credentials', () => {
  it('logs in as root without a machine credential', () => {
    expect(inject().args).toEqual(['--user=root']);
    expect(inject(credential('ssh', {})).args).toEqual(['--user=root']);
  });

  it('keeps passwords and keys in files that options only name', () => {
    const machine = inject(
      credential('ssh', {
        username: '-ann',
        password: 'p-1',
        become_method: 'su',
        become_username: 'boss',
        become_password: 'p-2',
        ssh_key_data: 'KEY',
      }),
      credential('vault', { vault_id: 'prod', vault_password: 'p-3' }, { id: 5 }),
    );
    expect(machine.args).toEqual([
      '--user=-ann',
      '--connection-password-file=/run/in/machine-4-password',
      '--become-method=su',
      '--become-user=boss',
      '--become-password-file=/run/in/machine-4-become',
      '--private-key=/run/in/machine-4-key',
      '--vault-id=prod@/run/in/vault-5',
    ]);
    expect(Object.fromEntries(machine.files)).toEqual({
      'in/machine-4-password': 'p-1\n',
      'in/machine-4-become': 'p-2\n',
      'in/machine-4-key': 'KEY\n',
      'in/vault-5': 'p-3\n',
    });
  });

  it('refuses templates in fields that Ansible would render on the controller', () => {
    expect(() => inject(credential('ssh', { username: "{{ lookup('pipe', 'id') }}" }))).toThrow(
      'Inline Jinja is not allowed',
    );
  });

  it('hands cloud credentials over as variables and files, and hides the secret ones', () => {
    const aws = inject(credential('aws', { username: 'id', password: 'p', security_token: 't' }));
    expect(aws.env).toEqual({
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'p',
      AWS_SECURITY_TOKEN: 't',
      AWS_SESSION_TOKEN: 't',
    });
    expect([...aws.hidden]).toEqual(['AWS_SECRET_ACCESS_KEY', 'AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN']);
    expect(inject(credential('azure_rm', { subscription: 's', client: 'c', tenant: 't', secret: 'x' })).env).toEqual({
      AZURE_SUBSCRIPTION_ID: 's',
      AZURE_CLIENT_ID: 'c',
      AZURE_TENANT: 't',
      AZURE_SECRET: 'x',
    });
    const gce = inject(credential('gce', { username: 'a@b', project: 'p', ssh_key_data: 'K' }));
    expect(gce.env).toMatchObject({
      GCE_EMAIL: 'a@b',
      GCP_PROJECT: 'p',
      GOOGLE_APPLICATION_CREDENTIALS: '/run/in/credential-4-0',
    });
    expect(JSON.parse(gce.files.get('in/credential-4-0') ?? '')).toMatchObject({
      private_key: 'K',
      client_email: 'a@b',
    });
    const openstack = inject(
      credential('openstack', { username: 'u', password: 'p', host: 'h', project: 'x', verify_ssl: false }),
    );
    expect(JSON.parse(openstack.files.get('in/credential-4-0') ?? '')).toMatchObject({
      clouds: { devstack: { auth: { username: 'u', password: 'p', auth_url: 'h' }, verify: false } },
    });
  });
});

describe('a run with secrets', () => {
  it('sees what custom credentials inject; options, process list, shown environment and left files do not', async () => {
    const [told, go] = [join(root, 'told'), join(root, 'go')];
    writeFileSync(
      join(project, 'site.yml'),
      `
- hosts: one
  gather_facts: false
  tasks:
    - shell: "printf '%s|' \\"$API_TOKEN\\" \\"$API_HOST\\" >${told}; cat \\"$API_FILE\\" >>${told}; while [ ! -e ${go} ]; do sleep 0.05; done"
    - copy: {dest: "${told}2", content: "{{ api_variable }}"}
`,
    );
    const custom = credential(
      null,
      { token: 's3cr3t-{{ 7*7 }}', host: 'h1' },
      {
        secretInputs: ['token'],
        injectors: {
          env: { API_TOKEN: '{{ token }}', API_HOST: '{{ host }}', API_FILE: '{{ tower.filename }}' },
          file: { template: '{% if host %}[{{ token }}]{% endif %}' },
          extra_vars: { api_variable: 'v-{{ token }}' },
        },
      },
    );
    const executor = new AnsibleExecutor({ dataDirectory: join(root, 'data') });
    const observer = new RecordingObserver();
    const running = executor.run(playbookRequest(1, { projectPath: project, credentials: [custom] }), observer);
    await until(() =>
      execFileSync('/bin/sh', ['-c', 'cat "$1" 2>/dev/null || true', 'sh', told], { encoding: 'utf8' }).includes(']'),
    );
    const commandLines = execFileSync('ps', ['-eww', '-o', 'args'], { encoding: 'utf8' });
    writeFileSync(go, '');
    expect(await running).toMatchObject({ status: 'successful' });

    expect(readFileSync(told, 'utf8')).toBe('s3cr3t-{{ 7*7 }}|h1|[s3cr3t-{{ 7*7 }}]');
    expect(readFileSync(`${told}2`, 'utf8')).toBe('v-s3cr3t-{{ 7*7 }}');
    expect(commandLines).toContain('cairn-run');
    expect(commandLines).not.toContain('s3cr3t');
    expect(observer.starts[0]?.env).toMatchObject({ API_TOKEN: '**********', API_HOST: 'h1' });
    expect(JSON.stringify(observer.starts)).not.toContain('s3cr3t');
    const left = execFileSync('/bin/sh', ['-c', 'grep -rl s3cr3t "$1" || true', 'sh', join(root, 'data')], {
      encoding: 'utf8',
    });
    expect(left).toBe('');
  });

  it('ends in error when an injector cannot be rendered', async () => {
    const broken = credential(null, {}, { injectors: { env: { X: '{{ absent }}' } } });
    const executor = new AnsibleExecutor({ dataDirectory: join(root, 'data') });
    const outcome = await executor.run(
      playbookRequest(2, { projectPath: project, credentials: [broken] }),
      new RecordingObserver(),
    );
    expect(outcome).toMatchObject({ status: 'error', explanation: "Credential mine: 'absent' is undefined." });
  });
});
