import { launchedData, spawnedBy } from '@testing/builders';
import { specification } from '@testing/specification';
import fc from 'fast-check';
import {
  job,
  jobCatalog,
  type JobCommand,
  type JobEndData,
  type JobEvent,
  type JobStartedData,
  jobStream,
  type RunReport,
} from './index.js';
import type { PromptRejectedData } from '@domain/launch';

const given = specification(job);
const ANN = { kind: 'user', id: 5, name: 'ann' } as const;

const data = launchedData('job', 402);
const create = { type: 'CreateJob', data, rejected: [], passwords: [], startError: null } as const;
const admit = (attempt = 'a1', node = 'node-1') =>
  ({ type: 'AdmitJob', attempt, instanceGroup: 1, node, impact: 6 }) as const;
const adopt = (from: string, node: string, attempt = 'a1') => ({ type: 'AdoptJob', attempt, from, node }) as const;
const adopted = (from: string, node: string, attempt = 'a1'): JobEvent => ({
  type: 'JobAdopted',
  data: { attempt, from, node },
});
const startData = (attempt = 'a1'): JobStartedData => ({
  attempt,
  args: ['ansible-playbook', 'site.yml'],
  cwd: '/runner/project',
  env: { JOB_ID: '402' },
  injected: { awx_job_id: 402 },
});
const recordStart = (attempt = 'a1') => ({ type: 'RecordStart', data: startData(attempt) }) as const;
const recordRun = (report: Partial<RunReport> = {}, attempt = 'a1') =>
  ({
    type: 'RecordRun',
    attempt,
    report: {
      status: 'successful',
      exitCode: 0,
      explanation: '',
      traceback: '',
      artifacts: null,
      hosts: null,
      events: 31,
      revision: null,
      ...report,
    },
  }) as const;
const cancel = { type: 'CancelJob', by: ANN, reason: 'enough' } as const;
const remove = { type: 'DeleteJob', by: ANN } as const;

const launched: JobEvent = { type: 'TemplateLaunched', data };
const queued: JobEvent = { type: 'JobQueued', data: { passwords: [] } };
const admitted = (attempt = 'a1', node = 'node-1'): JobEvent => ({
  type: 'JobAdmitted',
  data: { attempt, instanceGroup: 1, node, impact: 6 },
});
const copied = { ...data, template: null, from: { ref: 'job-401', rev: 9, id: 401, name: 'job 401' } };
const started = (attempt = 'a1'): JobEvent => ({ type: 'JobStarted', data: startData(attempt) });
const closed = (events = 31): JobEvent => ({ type: 'OutputClosed', data: { events } });
const cancelRequested: JobEvent = { type: 'JobCancelRequested', data: { by: ANN, reason: 'enough' } };
const END_TYPES = {
  successful: 'JobSucceeded',
  failed: 'JobFailed',
  error: 'JobErrored',
  canceled: 'JobCanceled',
} as const;
const ended = (status: JobEndData['status'], more: Partial<JobEndData> = {}): JobEvent => ({
  type: END_TYPES[status],
  data: { status, exitCode: null, explanation: '', traceback: '', workflow: null, artifacts: null, ...more },
});

const PENDING = [launched, queued];
const WAITING = [...PENDING, admitted()];
const RUNNING = [...WAITING, started()];
const OVER = [...RUNNING, closed(), ended('successful', { exitCode: 0 })];

describe('creating', () => {
  it('is a copy of another job where that has no template', () =>
    given()
      .when({ ...create, data: copied })
      .then({ type: 'JobCopied', data: copied }, queued));

  it('goes on from a copy as from a launch', () =>
    given({ type: 'JobCopied', data: copied }, queued).when(admit()).then(admitted()));

  const rejection: PromptRejectedData = {
    field: 'limit',
    key: null,
    value: 'web',
    source: { source: 'prompt' },
    code: 'not_prompted',
    message: 'Field is not configured to prompt on launch.',
    consequence: 'ignored',
  };

  it('records the launch and what was refused, and queues', () =>
    given()
      .when({ ...create, rejected: [rejection], passwords: ['ssh_password'] })
      .then(
        launched,
        { type: 'PromptRejected', data: rejection },
        { type: 'JobQueued', data: { passwords: ['ssh_password'] } },
      ));

  it('ends in error at once what cannot start, and names the workflow node to tell', () => {
    const spawned = launchedData('job', 402, { trigger: spawnedBy(401, 55) });
    given()
      .when({ ...create, data: spawned, startError: 'could not start' })
      .then(
        { type: 'TemplateLaunched', data: spawned },
        ended('error', { explanation: 'could not start', workflow: { workflowJob: 401, node: 55 } }),
      );
  });

  it('happens once', () => {
    given(...PENDING)
      .when(create)
      .thenNothing();
    given(...OVER)
      .when(create)
      .thenNothing();
  });

  it('has a stream of its own and a line about every event', () => {
    expect(jobStream(402)).toBe('job-402');
    expect(Object.values(jobCatalog).every(({ schema, about }) => schema === 1 && about.length > 20)).toBe(true);
  });
});

describe('waiting in the queue', () => {
  const dependencies = [{ job: 403, how: 'created', why: 'never updated' }] as const;
  const linked: JobEvent = { type: 'DependenciesLinked', data: { dependencies } };
  const block = (by: string | null, rule = 'dependency') => ({ type: 'BlockJob', by, rule }) as const;
  const blocked = (by: string | null, rule = 'dependency'): JobEvent => ({ type: 'JobBlocked', data: { by, rule } });

  it('links dependencies once', () => {
    given(...PENDING)
      .when({ type: 'LinkDependencies', dependencies })
      .then(linked);
    given(...PENDING, linked)
      .when({ type: 'LinkDependencies', dependencies: [] })
      .thenNothing();
    given(...WAITING)
      .when({ type: 'LinkDependencies', dependencies })
      .thenNothing();
  });

  it('tells what it waits for when that changes', () => {
    given(...PENDING)
      .when(block('job-12'))
      .then(blocked('job-12'));
    given(...PENDING, blocked('job-12'))
      .when(block('job-12'))
      .thenNothing();
    given(...PENDING, blocked('job-12'))
      .when(block('job-13'))
      .then(blocked('job-13'));
    given(...PENDING, blocked('job-12'))
      .when(block(null, 'capacity'))
      .then(blocked(null, 'capacity'));
    given(...WAITING)
      .when(block('job-12'))
      .thenNothing();
  });

  it.each(['failed', 'canceled', 'error'] as const)('ends %s with a dependency', (as) =>
    given(...PENDING)
      .when({ type: 'FailJob', as, explanation: 'Previous Task Failed: {}' })
      .then(ended(as, { explanation: 'Previous Task Failed: {}' })),
  );
});

describe('admission', () => {
  it('hands a pending job to the runner, once per attempt', () => {
    given(...PENDING)
      .when(admit())
      .then(admitted());
    given(...WAITING)
      .when(admit())
      .thenNothing();
    given(...RUNNING)
      .when(admit('a2'))
      .thenNothing();
    given().when(admit()).thenNothing();
    given(...OVER)
      .when(admit('a2'))
      .thenNothing();
  });

  it('gives a job that never started another attempt, and never the first one again', () => {
    given(...WAITING)
      .when(admit('a2'))
      .then(admitted('a2'));
    given(...WAITING, admitted('a2'))
      .when(admit('a1'))
      .thenNothing();
  });

  it('is of the first runner that asks: no other one may admit the job, under any attempt', () => {
    given(...WAITING)
      .when(admit('a1', 'node-2'))
      .thenNothing();
    given(...WAITING)
      .when(admit('a2', 'node-2'))
      .thenNothing();
    given(...WAITING, adopted('node-1', 'node-2'))
      .when(admit('a2', 'node-2'))
      .then(admitted('a2', 'node-2'));
    given(...WAITING, adopted('node-1', 'node-2'))
      .when(admit('a2', 'node-1'))
      .thenNothing();
  });

  it('does not go on with a job that was to be canceled', () =>
    given(...WAITING, cancelRequested)
      .when(admit('a2'))
      .then(ended('canceled')));

  it('fails a job that lacks something to start', () => {
    const explanation = 'Missing needed fields: ssh_password. Task failed pre-start check.';
    const failPreStart = { type: 'FailPreStart', reason: 'Missing needed fields: ssh_password.' } as const;
    const checkFailed: JobEvent = { type: 'PreStartCheckFailed', data: { reason: failPreStart.reason } };
    given(...WAITING)
      .when(failPreStart)
      .then(checkFailed, ended('failed', { explanation }));
    given(...WAITING, cancelRequested)
      .when(failPreStart)
      .then(checkFailed, ended('canceled', { explanation }));
    given(...RUNNING)
      .when(failPreStart)
      .thenNothing();
    given(...OVER)
      .when(failPreStart)
      .thenNothing();
  });
});

describe('adoption', () => {
  it.each([
    ['waits for its start', WAITING],
    ['runs', RUNNING],
    ['is to be canceled', [...RUNNING, cancelRequested]],
  ])('hands a job that %s from a lost runner to another one', (_, history) =>
    given(...history)
      .when(adopt('node-1', 'node-2'))
      .then(adopted('node-1', 'node-2')),
  );

  it('goes to one of several runners, and on from that one', () => {
    const taken = [...RUNNING, adopted('node-1', 'node-2')];
    given(...taken)
      .when(adopt('node-1', 'node-3'))
      .thenNothing();
    given(...taken)
      .when(adopt('node-1', 'node-2'))
      .thenNothing();
    given(...taken)
      .when(adopt('node-2', 'node-3'))
      .then(adopted('node-2', 'node-3'));
    given(...taken, adopted('node-2', 'node-1'))
      .when(adopt('node-1', 'node-3'))
      .then(adopted('node-1', 'node-3'));
  });

  it.each([
    ['another attempt', [...WAITING, admitted('a2')], adopt('node-1', 'node-2')],
    ['its own job', RUNNING, adopt('node-1', 'node-1')],
    ['a job that no runner has', PENDING, adopt('node-1', 'node-2')],
    ['a job that is over', OVER, adopt('node-1', 'node-2')],
    ['no job', [], adopt('node-1', 'node-2')],
  ])('takes not %s', (_, history, command) =>
    given(...history)
      .when(command)
      .thenNothing(),
  );

  it('changes nothing in how the job ends', () =>
    given(...RUNNING, adopted('node-1', 'node-2'))
      .when(recordRun())
      .then(closed(), ended('successful', { exitCode: 0 })));
});

describe('running', () => {
  it('starts once per attempt', () => {
    given(...WAITING)
      .when(recordStart())
      .then(started());
    given(...RUNNING)
      .when(recordStart())
      .thenNothing();
    given(...WAITING)
      .when(recordStart('a0'))
      .thenNothing();
    given(...WAITING, admitted('a2'))
      .when(recordStart('a1'))
      .thenNothing();
    given(...OVER)
      .when(recordStart())
      .thenNothing();
  });

  it('records all that a run leaves in one go', () => {
    const hosts = {
      web1: { host: 17, ok: 3, changed: 1, failures: 0, dark: 0, skipped: 0, ignored: 0, rescued: 0, processed: 1 },
    };
    const artifacts = { build: 17 };
    given(...RUNNING)
      .when(recordRun({ hosts, artifacts }))
      .then(
        { type: 'HostStatsReported', data: { hosts } },
        { type: 'ArtifactsRecorded', data: { artifacts, noLog: false } },
        closed(),
        ended('successful', { exitCode: 0, artifacts }),
      );
  });

  it('marks artifacts that no log may show', () =>
    given(...RUNNING)
      .when(recordRun({ artifacts: { token: 't', _ansible_no_log: true } }))
      .thenSatisfies((events) => expect(events[0]).toMatchObject({ data: { noLog: true } })));

  it('takes an empty object for no artifacts', () =>
    given(...RUNNING)
      .when(recordRun({ artifacts: {} }))
      .then(closed(), ended('successful', { exitCode: 0 })));

  it('records the revision of a project update, which hands on no artifacts', () => {
    const update: JobEvent = { type: 'TemplateLaunched', data: launchedData('project_update', 402) };
    given(update, queued, admitted(), started())
      .when(recordRun({ revision: '1f3c', artifacts: { a: 1 } }))
      .then({ type: 'ProjectSynced', data: { revision: '1f3c' } }, closed(), ended('successful', { exitCode: 0 }));
  });

  it('may end before its start was recorded', () =>
    given(...WAITING)
      .when(recordRun({ status: 'error', exitCode: null, traceback: 'Traceback' }))
      .then(closed(), ended('error', { traceback: 'Traceback' })));

  it('ignores a report of another attempt and one that comes again', () => {
    given(...RUNNING)
      .when(recordRun({}, 'a0'))
      .thenNothing();
    given(...WAITING, admitted('a2'))
      .when(recordRun({}, 'a1'))
      .thenNothing();
    given(...OVER)
      .when(recordRun({ status: 'failed' }))
      .thenNothing();
    given(...PENDING)
      .when(recordRun())
      .thenNothing();
  });

  it('fails when its runner is gone', () =>
    given(...RUNNING)
      .when({ type: 'FailJob', as: 'failed', explanation: 'runner lost' })
      .then(ended('failed', { explanation: 'runner lost' })));

  it('does not fail what is over', () =>
    given(...OVER)
      .when({ type: 'FailJob', as: 'failed', explanation: 'late' })
      .thenNothing());
});

describe('canceling', () => {
  it('ends a job that waits at once', () => {
    given(...PENDING)
      .when(cancel)
      .then(cancelRequested, ended('canceled'));
    given(launched).when(cancel).then(cancelRequested, ended('canceled'));
  });

  it('only asks when a runner has it, once', () => {
    given(...WAITING)
      .when(cancel)
      .then(cancelRequested);
    given(...RUNNING)
      .when(cancel)
      .then(cancelRequested);
    given(...RUNNING, cancelRequested)
      .when(cancel)
      .thenNothing();
  });

  it.each([
    ['stopped', { status: 'canceled', exitCode: 254 }, 'canceled'],
    ['lost', { status: 'failed', exitCode: null }, 'canceled'],
    ['broken', { status: 'error', exitCode: null }, 'canceled'],
    ['successful just before', { status: 'successful', exitCode: 0 }, 'successful'],
    ['failed just before', { status: 'failed', exitCode: 2 }, 'failed'],
  ] as const)('ends with the report of a run that was %s', (_, report, status) =>
    given(...RUNNING, cancelRequested)
      .when(recordRun(report))
      .then(closed(), ended(status, { exitCode: report.exitCode })),
  );

  it('stands when the runner is gone', () =>
    given(...RUNNING, cancelRequested)
      .when({ type: 'FailJob', as: 'failed', explanation: 'runner lost' })
      .then(ended('canceled', { explanation: 'runner lost' })));

  it('does nothing when it is over, and is refused for an unknown job', () => {
    given(...OVER)
      .when(cancel)
      .thenNothing();
    given().when(cancel).thenRefused({ kind: 'missing' });
  });
});

describe('deleting', () => {
  const deleted: JobEvent = { type: 'JobDeleted', data: { by: ANN } };

  it('hides a job that is over, once', () => {
    given(...OVER)
      .when(remove)
      .then(deleted);
    given(...OVER, deleted)
      .when(remove)
      .thenNothing();
    given(...OVER, deleted)
      .when(cancel)
      .thenRefused({ kind: 'missing' });
    given(...OVER, deleted)
      .when(create)
      .thenNothing();
  });

  it('is refused while it is active or unknown', () => {
    const body = { detail: 'Cannot delete running job resource.' };
    for (const history of [PENDING, WAITING, RUNNING]) {
      given(...history)
        .when(remove)
        .thenRefused({ kind: 'forbidden', body });
    }
    given().when(remove).thenRefused({ kind: 'missing' });
  });
});

describe('any history', () => {
  const attempt = fc.constantFrom('a1', 'a2', 'a3');
  const node = fc.constantFrom('node-1', 'node-2', 'node-3');
  const command: fc.Arbitrary<JobCommand> = fc.oneof(
    fc.constantFrom<JobCommand>(
      create,
      { ...create, startError: 'no' },
      cancel,
      { type: 'FailPreStart', reason: 'no.' },
      { type: 'FailJob', as: 'failed', explanation: 'gone' },
      { type: 'LinkDependencies', dependencies: [] },
      { type: 'BlockJob', by: 'job-1', rule: 'dependency' },
    ),
    fc.tuple(attempt, node).map((admission) => admit(...admission)),
    fc.tuple(node, node, attempt).map((adoption) => adopt(...adoption)),
    attempt.map(recordStart),
    fc
      .record({ attempt, status: fc.constantFrom('successful', 'failed', 'error', 'canceled') })
      .map((run) => recordRun({ status: run.status }, run.attempt)),
  );
  const ENDS: readonly string[] = Object.values(END_TYPES);

  it('has one end that nothing follows, one start per attempt, and decides nothing on a repeat', () =>
    fc.assert(
      fc.property(fc.array(command, { maxLength: 30 }), (commands) => {
        const events: JobEvent[] = [];
        let state = PENDING.reduce(job.evolve, job.initial);
        for (const each of commands) {
          const decided = job.decide(each, state);
          events.push(...decided);
          state = decided.reduce(job.evolve, state);
          expect(job.decide(each, state)).toEqual([]);
        }
        const firstEnd = events.findIndex(({ type }) => ENDS.includes(type));
        if (firstEnd >= 0) expect(firstEnd).toBe(events.length - 1);
        const starts = events.flatMap((event) => (event.type === 'JobStarted' ? [event.data.attempt] : []));
        expect(new Set(starts).size).toBe(starts.length);
      }),
      { numRuns: 1000 },
    ));
});
