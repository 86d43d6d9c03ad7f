import type { NodeDirectory, NodeReport } from '@application/ports';

/** How a suite gets a directory whose clock it can turn. */
export interface DirectoryUnderTest {
  readonly directory: NodeDirectory;
  /** Lets so many seconds go by. */
  readonly wait: (seconds: number) => Promise<void>;
}

export const reportOf = (name: string, boot: string, more: Partial<NodeReport> = {}): NodeReport => ({
  ...{ id: 1, uuid: `uuid of ${name}`, name, boot, roles: ['worker', 'runner'], site: 'site 1', capacity: 20 },
  ...{ cpu: 4, memory: 8 * 2 ** 30, version: '24.6.1', ...more },
});

/** What every node directory promises. */
export const nodeDirectoryContract = (open: () => Promise<DirectoryUnderTest>): void => {
  let directory: NodeDirectory;
  let wait: DirectoryUnderTest['wait'];
  beforeEach(async () => ({ directory, wait } = await open()));

  const ages = async (): Promise<Record<string, number>> =>
    Object.fromEntries((await directory.nodes()).map(({ name, silentFor }) => [name, Math.round(silentFor)]));

  it('knows nobody at first', async () => {
    expect(await directory.nodes()).toEqual([]);
  });

  it('tells all that a process told, by id, and how long ago', async () => {
    const [one, two] = [reportOf('b', 'b1', { id: 1 }), reportOf('a', 'a1', { id: 2, roles: ['api'], capacity: 0 })];
    await directory.claim(two, null);
    await wait(7);
    await directory.claim(one, null);
    const nodes = await directory.nodes();
    expect(nodes).toMatchObject([
      { ...one, hasLeft: false },
      { ...two, hasLeft: false },
    ]);
    expect(await ages()).toEqual({ b: 0, a: 7 });
    for (const { lastSeen } of nodes) expect(lastSeen).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  it('gives a name to one process', async () => {
    expect(await directory.claim(reportOf('a', 'a1'), null)).toBe(true);
    expect(await directory.claim(reportOf('a', 'a2'), null)).toBe(false);
    expect(await directory.claim(reportOf('a', 'a2'), 'a0')).toBe(false);
    expect(await directory.claim(reportOf('a', 'a1'), null)).toBe(true);
    expect(await directory.nodes()).toMatchObject([{ boot: 'a1' }]);
  });

  it('gives a name to one of many that try at once', async () => {
    const tries = Array.from({ length: 10 }, (_, n) => directory.claim(reportOf('a', `a${n}`), null));
    expect((await Promise.all(tries)).filter((taken) => taken)).toHaveLength(1);
  });

  it('gives a name on when the process before is known to be gone', async () => {
    await directory.claim(reportOf('a', 'a1'), null);
    expect(await directory.claim(reportOf('a', 'a2', { capacity: 5 }), 'a1')).toBe(true);
    expect(await directory.nodes()).toMatchObject([{ boot: 'a2', capacity: 5 }]);
  });

  it('gives a name on when the process before has left', async () => {
    await directory.claim(reportOf('a', 'a1'), null);
    await directory.leave('a', 'a1');
    expect(await directory.nodes()).toMatchObject([{ boot: 'a1', hasLeft: true }]);
    expect(await directory.claim(reportOf('a', 'a2'), null)).toBe(true);
    expect(await directory.nodes()).toMatchObject([{ boot: 'a2', hasLeft: false }]);
  });

  it('lets a process leave only for itself', async () => {
    await directory.claim(reportOf('a', 'a2'), null);
    await directory.leave('a', 'a1');
    expect(await directory.nodes()).toMatchObject([{ boot: 'a2', hasLeft: false }]);
  });

  it('tells a process how long it had been silent', async () => {
    const report = reportOf('a', 'a1');
    await directory.claim(report, null);
    await wait(5);
    expect(Math.round((await directory.beat({ ...report, capacity: 7 })) ?? NaN)).toBe(5);
    expect(await directory.nodes()).toMatchObject([{ capacity: 7 }]);
    expect(await ages()).toEqual({ a: 0 });
  });

  it('tells a process that lost its name so, and takes nothing from it', async () => {
    await directory.claim(reportOf('a', 'a2'), null);
    await wait(5);
    expect(await directory.beat(reportOf('a', 'a1'))).toBeNull();
    expect(await directory.nodes()).toMatchObject([{ boot: 'a2' }]);
    expect(await ages()).toEqual({ a: 5 });
  });

  it('forgets who was silent for long, and takes them up again', async () => {
    await directory.claim(reportOf('a', 'a1'), null);
    await wait(100);
    await directory.claim(reportOf('b', 'b1', { id: 2 }), null);
    await directory.forgetSilent(50);
    expect(await ages()).toEqual({ b: 0 });
    expect(await directory.beat(reportOf('a', 'a1'))).toBe(Infinity);
    expect(await ages()).toEqual({ a: 0, b: 0 });
  });
};
