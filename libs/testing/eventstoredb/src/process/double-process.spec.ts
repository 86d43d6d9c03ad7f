import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { DoubleProcess } from './double-process.js';

it('serves whoever connects, and fails when it is told to', async () => {
  const double = await DoubleProcess.start();
  const clients = [1, 2].map(() => EventStoreDBClient.connectionString(double.connection));
  const [writer, reader] = clients;
  const append = (revision: 'no_stream' | bigint) =>
    writer?.appendToStream('job-1', jsonEvent({ type: 'Noted', data: {} }), { expectedRevision: revision });
  await append('no_stream');
  await double.tell('planAppendFaults', 'dropped');
  await expect(append(0n)).rejects.toMatchObject({ type: 'cancelled' });
  await append(0n);
  const seen: (bigint | undefined)[] = [];
  for await (const { event } of reader?.readStream('job-1') ?? []) seen.push(event?.revision);
  expect(seen).toEqual([0n, 1n]);
  await Promise.all(clients.map((client) => client.dispose()));
  await double.stop();
  await double.stop();
  await expect(double.tell('dropConsumers')).rejects.toThrow();
});
