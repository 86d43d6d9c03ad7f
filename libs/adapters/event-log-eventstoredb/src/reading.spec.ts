import { PassThrough } from 'node:stream';
import { answersOf } from './reading.js';

it('gives up a read that falls silent', async () => {
  const read = Object.assign(new PassThrough({ objectMode: true }), { cancel: () => Promise.resolve() });
  read.write('first');
  const answers: unknown[] = [];
  const reading = (async () => {
    for await (const answer of answersOf<unknown>(read, 20)) answers.push(answer);
  })();
  await expect(reading).rejects.toThrow('no answer for 0.02 seconds');
  expect(answers).toEqual(['first']);
});
