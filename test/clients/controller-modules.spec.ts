import { awxCollection } from '../../scripts/awx-collection.cjs';
import { openClientWorld, type ClientWorld } from './installation.js';
import type { TaskResult } from './playbook-run.js';
import { DENIED, WRONG } from './refusals.js';

const WHOLE_MS = 300_000;

/** Task and message of what failed. */
const failures = (results: readonly TaskResult[]) =>
  Object.fromEntries(results.filter(({ failed }) => failed).map(({ task, message }) => [task, message]));

/** Tasks that did not change what they should have changed, or did. */
const unlike = (results: readonly TaskResult[], changed: readonly boolean[]) =>
  results.filter((result) => String(result.changed) !== String(changed)).map(({ task }) => task);

const withModules = (modules: string): void => {
  const runs: Record<string, readonly TaskResult[]> = {};
  const of = (name: string): readonly TaskResult[] => runs[name] ?? [];
  let world: ClientWorld | undefined;

  beforeAll(async () => {
    const { admin, auditor } = (world = await openClientWorld(modules));
    const lives = async () => {
      runs['first'] = await admin.run('present');
      runs['second'] = await admin.run('present');
      runs['launch'] = await admin.run('launch');
      runs['absent'] = await admin.run('absent');
    };
    const refused = async () => {
      runs['wrong'] = await admin.run('wrong');
      runs['denied'] = await auditor.run('denied');
    };
    await Promise.all([lives(), refused()]);
  }, WHOLE_MS);
  afterAll(() => world?.close());

  it('make what is not there', () => {
    expect(failures(of('first'))).toEqual({});
    expect(unlike(of('first'), [true])).toEqual([]);
    expect(of('first').length).toBeGreaterThan(20);
  });

  it('find again what they made, and change nothing', () => {
    expect(failures(of('second'))).toEqual({});
    expect(unlike(of('second'), [false])).toEqual([]);
    expect(of('second')).toHaveLength(of('first').length);
  });

  it('launch jobs and workflows, wait for them, and come with a token as long as it is there', () =>
    expect(failures(of('launch'))).toEqual({ 'token that is gone': expect.stringMatching(/^Invalid/) }));

  it('take away what is there, and nothing else', () => {
    expect(failures(of('absent'))).toEqual({});
    expect(unlike(of('absent'), [true, false])).toEqual([]);
  });

  it('say what was wrong', () => expect(failures(of('wrong'))).toEqual(WRONG));

  it('say that one may not', () => expect(failures(of('denied'))).toEqual(DENIED));
};

const collections = awxCollection();

describe('the modules of awx.awx', () => {
  if (collections !== undefined) withModules(collections);
  // Whoever only tests need not have the package; continuous integration must.
  else
    it("are not tested here: Debian's package ansible, which carries them, cannot be had", () =>
      expect(process.env['CI']).not.toBe('true'));
});
