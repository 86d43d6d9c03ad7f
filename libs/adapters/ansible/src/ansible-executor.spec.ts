import {
  mkdtempSync,
  mkdirSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Numeral } from '@domain/kernel';
import type { RunEvent } from '@application/ports';
import { RecordingObserver, playbookRequest, until } from '@testing/runs';
import { AnsibleExecutor } from './ansible-executor.js';

const root = mkdtempSync(join(tmpdir(), 'cairn-runs-'));
const project = join(root, 'project');
mkdirSync(project);
afterAll(() => rmSync(root, { recursive: true, force: true }));

const executor = new AnsibleExecutor({ dataDirectory: join(root, 'data'), grace: 500 });
const playbook = (text: string): void => writeFileSync(join(project, 'site.yml'), text);
const runDirectory = (jobId: number): string => join(root, 'data', 'runs', `${jobId}-a1`);

jest.setTimeout(60_000);

const BOOK = `
- name: first play
  hosts: all
  gather_facts: false
  tasks:
    - name: say
      debug: {msg: hello}
    - name: change
      command: "true"
      when: inventory_hostname == 'one'
    - name: fail on two
      fail: {msg: no}
      when: inventory_hostname == 'two'
    - name: ignored on one
      fail: {msg: no}
      ignore_errors: true
    - name: keep
      set_stats: {data: {build: 17, big: 12345678901234567890, ratio: 3.0}}
`;

describe('a playbook run', () => {
  it('tells AWX its events in order, with output, host statistics and artifacts', async () => {
    playbook(BOOK);
    const observer = new RecordingObserver();
    const outcome = await executor.run(playbookRequest(1, { projectPath: project }), observer);

    expect(outcome).toMatchObject({ status: 'failed', exitCode: 2, explanation: '' });
    expect(outcome.eventCount).toBe(observer.seen.length);
    expect(outcome.artifacts).toEqual({
      build: 17,
      big: new Numeral('12345678901234567890'),
      ratio: new Numeral('3.0'),
    });
    expect(outcome.stats).toMatchObject({
      one: { ok: 4, changed: 1, failures: 0, skipped: 1, ignored: 1, processed: 1 },
      two: { ok: 1, changed: 0, failures: 1, skipped: 1, ignored: 0 },
    });
    const { seen } = observer;
    expect(seen.map((event) => event.counter)).toEqual(seen.map((_, index) => index + 1));
    expect(seen.slice(0, 4).map((event) => event.event)).toEqual([
      'playbook_on_start',
      'playbook_on_play_start',
      'playbook_on_task_start',
      'runner_on_start',
    ]);
    expect(seen.at(-1)).toMatchObject({ event: 'playbook_on_stats' });
    expect(seen.every((event, index) => event.startLine === (seen[index - 1]?.endLine ?? 0))).toBe(true);

    const of = (name: string): RunEvent => {
      const found = seen.find((event) => event.event === name && event.data['host'] !== 'two');
      if (!found) throw new Error(`no ${name}`);
      return found;
    };
    expect(of('playbook_on_play_start').parentUuid).toBe(of('playbook_on_start').uuid);
    expect(of('playbook_on_task_start').parentUuid).toBe(of('playbook_on_play_start').uuid);
    const ok = of('runner_on_ok');
    expect(ok.parentUuid).toBe(of('playbook_on_task_start').uuid);
    expect(ok).toMatchObject({ endLine: ok.startLine + 3, verbosity: 0 });
    expect(ok.stdout).toBe(
      '\u001b[0;32mok: [one] => {\u001b[0m\r\n\u001b[0;32m    "msg": "hello"\u001b[0m\r\n\u001b[0;32m}\u001b[0m',
    );
    expect(ok.data).toMatchObject({
      playbook: 'site.yml',
      play: 'first play',
      play_pattern: 'all',
      task: 'say',
      task_action: 'debug',
      task_path: `${project}/site.yml:6`,
      host: 'one',
      remote_addr: 'one',
      res: { msg: 'hello', changed: false },
      event_loop: null,
    });
    expect(ok.data['duration']).toEqual(expect.any(Number));

    const lines = observer.output.split('\n').map((line) => line.replace(/\*+$/, '***').replace(/\s+/g, ' '));
    expect(lines).toEqual(
      expect.arrayContaining([
        'PLAY [first play] ***',
        'TASK [fail on two] ***',
        'changed: [one]',
        'skipping: [two]',
        'fatal: [two]: FAILED! => {"changed": false, "msg": false}',
        '...ignoring',
        'one : ok=4 changed=1 unreachable=0 failed=0 skipped=1 rescued=0 ignored=1 ',
      ]),
    );
    expect(observer.starts).toHaveLength(1);
    expect(observer.starts[0]).toMatchObject({ cwd: project, env: { JOB_ID: '1' } });
    expect(existsSync(join(runDirectory(1), 'in'))).toBe(false);
    await executor.forget({ jobId: 1, attempt: 'a1' });
    expect(existsSync(runDirectory(1))).toBe(false);
  });

  it('hands variables over exactly and never templates them on the controller', async () => {
    const [touched, told] = [join(root, 'touched'), join(root, 'told.json')];
    const lookup = `{{ lookup('pipe', 'touch ${touched}') }}`;
    playbook(`
- hosts: all
  gather_facts: false
  vars_files: []
  tasks:
    - copy:
        dest: ${told}
        content: "{{ {'extra': extra, 'nested': nested, 'fromHost': from_host, 'fromGroup': from_group, 'joined': joined, 'big': big, 'float': ratio, 'odd': odd} | to_json }}"
`);
    const hostvars = {
      '-one': { ansible_connection: 'local', from_host: lookup, ansible_python_interpreter: '/usr/bin/python3' },
    };
    const inventory = {
      all: {
        hosts: [],
        vars: { from_group: [{ deep: lookup }], base: 'b', joined: "{{ base }}/{{ absent | default('x') }}" },
        children: ['web'],
      },
      web: { hosts: ['-one'] },
      _meta: { hostvars },
    };
    const extraVars = {
      extra: lookup,
      nested: { [lookup]: [lookup, null, true], '<<': 'é😀\u2028' },
      big: new Numeral('12345678901234567890'),
      ratio: new Numeral('3.0'),
      odd: '@/etc/passwd\n- "x": {',
    };
    const outcome = await executor.run(
      playbookRequest(2, { projectPath: project, inventory, extraVars, startAtTask: '' }),
      new RecordingObserver(),
    );
    expect(outcome.status).toBe('successful');
    const text = readFileSync(told, 'utf8');
    expect(text).toContain('"big": 12345678901234567890');
    expect(text).toContain('"float": 3.0');
    expect(JSON.parse(text)).toMatchObject({
      extra: lookup,
      nested: extraVars.nested,
      fromHost: lookup,
      fromGroup: [{ deep: lookup }],
      joined: 'b/x',
      odd: extraVars.odd,
    });
    expect(existsSync(touched)).toBe(false);
  });
});

describe('values that Ansible would take for options or files', () => {
  it('refuses a limit that names a file', async () => {
    for (const limit of [
      '@/etc/passwd',
      'one,@/etc/passwd',
      'one: @/etc/passwd',
      ']@/etc/passwd',
      'a[0]@/etc/passwd',
    ]) {
      const outcome = await executor.run(playbookRequest(3, { projectPath: project, limit }), new RecordingObserver());
      expect(outcome).toMatchObject({
        status: 'error',
        explanation: expect.stringContaining('would make Ansible read a file'),
      });
    }
    expect(existsSync(runDirectory(3))).toBe(false);
  });

  it('keeps values that start with a dash as values', async () => {
    playbook('- {hosts: all, gather_facts: false, tasks: [{debug: {msg: hi}, tags: ["--version"]}]}\n');
    const observer = new RecordingObserver();
    const request = playbookRequest(4, {
      projectPath: project,
      limit: 'one',
      tags: '--version',
      skipTags: '-h',
      forks: 2,
      verbosity: 1,
    });
    const outcome = await executor.run(request, observer);
    expect(outcome).toMatchObject({ status: 'successful', stats: { one: { ok: 1 } } });
    expect(Object.keys(outcome.stats ?? {})).toEqual(['one']);
    expect(observer.starts[0]?.args).toEqual(
      expect.arrayContaining(['--tags=--version', '--skip-tags=-h', '--forks=2', '-v']),
    );
  });

  it('reports what Ansible says before it loads any plugin', async () => {
    const observer = new RecordingObserver();
    const outcome = await executor.run(playbookRequest(5, { projectPath: project, file: 'none.yml' }), observer);
    expect(outcome).toMatchObject({ status: 'failed', exitCode: 1 });
    expect(observer.output).toContain('none.yml could not be found');
    expect(observer.seen[0]).toMatchObject({ event: 'verbose', counter: 1, startLine: 0 });
  });
});

it('refuses a project that has no directory', async () => {
  const observer = new RecordingObserver();
  const outcome = await executor.run(playbookRequest(90, { projectPath: join(root, 'nowhere') }), observer);
  expect(outcome).toMatchObject({ status: 'error', explanation: 'The directory of the project does not exist.' });
  expect(observer.starts).toEqual([]);
});

it('leaves no secrets when it cannot be written down', async () => {
  mkdirSync(join(runDirectory(91), 'output'), { recursive: true }); // where a file should be
  const request = playbookRequest(91, { projectPath: project, extraVars: { password: 'secret' } });
  await expect(executor.run(request, new RecordingObserver())).rejects.toThrow('EISDIR');
  expect(existsSync(join(runDirectory(91), 'in'))).toBe(false);
});

describe('a run that lives outside the server', () => {
  const SLEEP = (marker: string): string =>
    `- {hosts: one, gather_facts: false, tasks: [{shell: "echo x >> ${marker}; sleep 30"}]}\n`;

  it('is canceled with everything it started', async () => {
    const marker = join(root, 'marker-6');
    playbook(SLEEP(marker));
    const running = executor.run(playbookRequest(6, { projectPath: project }), new RecordingObserver());
    await until(() => existsSync(marker));
    const next = new AnsibleExecutor({ dataDirectory: join(root, 'data') });
    expect(await next.kept()).toContainEqual({ jobId: 6, attempt: 'a1' });
    await executor.cancel(6);
    expect(await running).toMatchObject({ status: 'canceled' });
    expect(processesOf(6)).toEqual([]);
  });

  it('is stopped at once, whatever the clock says of when that was asked for', async () => {
    const marker = join(root, 'marker-11');
    playbook(SLEEP(marker));
    const running = executor.run(playbookRequest(11, { projectPath: project }), new RecordingObserver());
    await until(() => existsSync(marker));
    const [stop, later] = [join(runDirectory(11), 'stop'), new Date(Date.now() + 3_600_000)];
    writeFileSync(`${stop}.new`, 'canceled');
    utimesSync(`${stop}.new`, later, later);
    renameSync(`${stop}.new`, stop);
    expect(await running).toMatchObject({ status: 'canceled' });
  });

  it('ends at its time limit', async () => {
    playbook(SLEEP(join(root, 'marker-7')));
    const request = playbookRequest(7, { projectPath: project }, { timeout: 1 });
    const outcome = await executor.run(request, new RecordingObserver());
    expect(outcome).toMatchObject({ status: 'failed', explanation: 'Job terminated due to timeout' });
  });

  it('is followed to its end by the next server, each event once, and never started again', async () => {
    const marker = join(root, 'marker-8');
    playbook(`
- hosts: one
  gather_facts: false
  tasks:
    - shell: "echo x >> ${marker}; while [ ! -e ${root}/go ]; do sleep 0.05; done"
    - set_stats: {data: {late: true}}
`);
    const request = playbookRequest(8, { projectPath: project });
    const first = new RecordingObserver();
    const abandoned = executor.run(request, first);
    await until(() => existsSync(marker));
    await until(() => first.seen.length >= 3);
    const known = first.seen.length;

    const next = new AnsibleExecutor({ dataDirectory: join(root, 'data') });
    const second = new RecordingObserver();
    const resumed = next.resume({ jobId: 8, attempt: 'a1', storedEvents: known }, second);
    const again = new AnsibleExecutor({ dataDirectory: join(root, 'data') }).run(request, new RecordingObserver());
    writeFileSync(join(root, 'go'), '');
    const outcome = await resumed;

    expect(outcome).toMatchObject({ status: 'successful', artifacts: { late: true } });
    expect(await abandoned).toEqual(outcome); // it has seen the end too
    expect(second.seen.map((event) => event.counter)).toEqual(first.seen.slice(known).map((event) => event.counter));
    expect(second.seen[0]?.counter).toBe(known + 1);
    expect(second.starts).toEqual(first.starts);
    expect(await again).toEqual(outcome);
    expect(readFileSync(marker, 'utf8')).toBe('x\n');
  });

  it('is lost when it was killed without a trace, and what it left behind is killed', async () => {
    const marker = join(root, 'marker-9');
    playbook(SLEEP(marker));
    const running = executor.run(playbookRequest(9, { projectPath: project }), new RecordingObserver());
    await until(() => existsSync(marker));
    process.kill(Number(readFileSync(join(runDirectory(9), 'pid'), 'utf8').split(' ')[0]), 'SIGKILL');
    expect(await running).toMatchObject({ status: 'error', explanation: expect.stringContaining('disappeared') });
    await until(() => processesOf(9).length === 0);
    expect(existsSync(join(runDirectory(9), 'in'))).toBe(false);
  });

  it('never starts after the next server has given the attempt up', async () => {
    const marker = join(root, 'marker-10');
    playbook(SLEEP(marker));
    const attempt = { jobId: 10, attempt: 'a1', storedEvents: 0 };
    expect(await executor.resume(attempt, new RecordingObserver())).toBe('never-started');
    const outcome = await executor.run(playbookRequest(10, { projectPath: project }), new RecordingObserver());
    expect(outcome).toMatchObject({ status: 'error' });
    expect(await executor.resume(attempt, new RecordingObserver())).toBe('never-started');
    expect(existsSync(marker)).toBe(false);
    await executor.forget({ jobId: 10, attempt: 'the next one' });
    expect(existsSync(runDirectory(10))).toBe(false);
  });
});

const processesOf = (jobId: number): readonly string[] =>
  readdirSync('/proc').filter(
    (entry) => /^\d+$/.test(entry) && environmentOf(entry).includes(`CAIRN_RUN=${runDirectory(jobId)}`),
  );

const environmentOf = (pid: string): readonly string[] => {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
};
