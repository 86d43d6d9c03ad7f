import type { JobOutput, JobOutputRows, NewRunEvent, ReadStore } from '@application/ports';

/** How a suite gets at the output, and at what lists see of it. `reopen` closes the output and opens the same again. */
export interface JobOutputFixture {
  readonly output: JobOutput & JobOutputRows;
  readonly read: ReadStore;
  readonly reopen: () => Promise<JobOutput & JobOutputRows>;
  readonly end: () => Promise<void>;
}

const event = (counter: number, more: Partial<NewRunEvent> = {}): NewRunEvent => ({
  ...{ counter, event: 'runner_on_ok', uuid: `u${counter}`, parentUuid: '', createdAt: '2030-01-15T03:00:00.000000Z' },
  ...{ stdout: `line ${counter}`, startLine: counter - 1, endLine: counter, verbosity: 0, data: {} },
  ...{ hostId: null, hostName: '', failed: false, changed: false, playbook: '', play: '', task: '', role: '' },
  ...more,
});

/** What every store of the output of jobs holds to. */
export const jobOutputContract = (name: string, open: () => Promise<JobOutputFixture>): void => {
  describe(`${name}: output of jobs`, () => {
    let fixture: JobOutputFixture;
    let output: JobOutput & JobOutputRows;

    beforeEach(async () => {
      fixture = await open();
      output = fixture.output;
    });
    afterEach(() => fixture.end());

    const rows = async (columns: string): Promise<object[]> =>
      (await fixture.read.all(`SELECT ${columns} FROM output.job_event ORDER BY job, counter`, [])).map((row) => ({
        ...row,
      }));

    it('is kept in order, each event once, however often it is told', async () => {
      await output.append(402, [event(1), event(2)]);
      await output.append(402, [event(2, { stdout: 'other' }), event(3)]);
      await output.append(403, [event(1)]);
      expect(await rows('job, counter, stdout')).toEqual([
        ...[1, 2, 3].map((counter) => ({ job: 402, counter, stdout: `line ${counter}` })),
        { job: 403, counter: 1, stdout: 'line 1' },
      ]);
    });

    it('tells the last event that is kept', async () => {
      expect(await output.lastCounter(402)).toBe(0);
      await output.append(402, []);
      await output.append(402, [event(1), event(2)]);
      expect(await output.lastCounter(402)).toBe(2);
    });

    it('is gone when it is removed, that of others is not', async () => {
      await output.append(402, [event(1)]);
      await output.append(403, [event(1)]);
      await output.remove(402);
      expect(await rows('job')).toEqual([{ job: 403 }]);
    });

    it('marks the parents of what failed or changed when the statistics come', async () => {
      const parents = [event(1), event(2, { parentUuid: 'u1' })];
      const below = [event(3, { parentUuid: 'u2', failed: true }), event(4, { parentUuid: 'u1', changed: true })];
      await output.append(402, [...parents, ...below]);
      await output.append(403, [event(1)]);
      const marks = (counter: number, failed: number, changed: number, job = 402) => ({
        job,
        counter,
        failed,
        changed,
      });
      const before = [marks(1, 0, 0), marks(2, 0, 0), marks(3, 1, 0), marks(4, 0, 1), marks(1, 0, 0, 403)];
      expect(await rows('job, counter, failed, changed')).toEqual(before);
      await output.append(402, [event(5, { event: 'playbook_on_stats' })]);
      expect(await rows('job, counter, failed, changed')).toEqual([
        ...[marks(1, 0, 1), marks(2, 1, 0), marks(3, 1, 0), marks(4, 0, 1), marks(5, 0, 0)],
        marks(1, 0, 0, 403),
      ]);
    });

    it('is what it was after another start, also where it was not ASCII', async () => {
      await output.append(402, [event(1, { data: { res: { msg: 'ä' } }, hostId: 17, hostName: 'web1' })]);
      output = await fixture.reopen();
      expect(await rows('event_data, host, host_name')).toEqual([
        { event_data: '{"res":{"msg":"ä"}}', host: 17, host_name: 'web1' },
      ]);
    });

    it('takes text with a NUL', async () => {
      await output.append(402, [event(1, { stdout: 'a\0b', data: { res: 'c\0d' } })]);
      expect(await rows('counter')).toEqual([{ counter: 1 }]);
    });

    it('replaces what is no text, and nothing that only looks like it', async () => {
      const data = { nul: 'c\0d', half: 'e\ud83d', written: '\\u0000' };
      const stdout = 'a\0b\ud83dc\udc00 \ud83d\ude00 \\u0000';
      await output.append(402, [event(1, { stdout, data })]);
      const kept = { stdout: 'a\ufffdb\ufffdc\ufffd \ud83d\ude00 \\u0000', event_data: JSON.stringify(data) };
      expect(await rows('stdout, event_data')).toEqual([kept]);
      const [row] = await output.rowsAfter(0, 1);
      if (row) await output.putRows([{ ...row, id: Number(row.id) + 1, job: 403, stdout, play: 'f\0\udc00' }]);
      expect((await rows('stdout, event_data, play'))[1]).toEqual({ ...kept, play: 'f\ufffd\ufffd' });
    });

    it('hands its rows over as they are, and a store that takes them over goes on behind them', async () => {
      await output.append(402, [event(1, { hostId: 17, data: { res: { msg: 'ä\u2028' } } }), event(2), event(3)]);
      await output.append(403, [event(1)]);
      const first = await output.rowsAfter(0, 3);
      expect(first.map(({ job, counter }) => [job, counter])).toEqual([
        [402, 1],
        [402, 2],
        [402, 3],
      ]);
      const all = [...first, ...(await output.rowsAfter(Number(first[2]?.id), 3))].map((row) => ({ ...row }));
      for (const job of [402, 403]) await output.remove(job);
      const moved = all.map((row) => ({ ...row, id: Number(row.id) + 1000 }));
      await output.putRows(moved.slice(0, 2));
      await output.putRows(moved);
      expect((await output.rowsAfter(0, 9)).map((row) => ({ ...row }))).toEqual(moved);
      await output.append(404, [event(1)]);
      expect(Number((await output.rowsAfter(Number(moved.at(-1)?.id), 9))[0]?.job)).toBe(404);
    });
  });
};
