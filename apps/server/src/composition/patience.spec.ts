import { LogRefused, LogUnavailable } from '@application/ports';
import { patiently } from './patience.js';

const waiting = (seconds: number) => ({ seconds, pause: 1, tell: jest.fn() });
const failing = (times: number, error: Error) => {
  let tries = 0;
  return () => (tries++ < times ? Promise.reject(error) : Promise.resolve(`after ${times}`));
};

it('waits for a store that comes later, and says so', async () => {
  const patience = waiting(60);
  expect(await patiently(failing(3, new LogUnavailable('not yet', false)), patience)).toBe('after 3');
  expect(patience.tell).toHaveBeenCalledTimes(3);
  expect(patience.tell).toHaveBeenCalledWith(expect.objectContaining({ message: 'not yet' }), 60);
});

it('gives up in the end', async () => {
  const opening = patiently(failing(1e9, new LogUnavailable('host:2113: gone', false)), waiting(0.2));
  await expect(opening).rejects.toThrow(/^host:2113: gone \(waited 0.2 seconds\)$/);
});

it('does not wait for what does not pass', async () => {
  const patience = waiting(60);
  await expect(patiently(failing(1, new LogRefused('wrong password')), patience)).rejects.toThrow('wrong password');
  expect(patience.tell).not.toHaveBeenCalled();
});
