import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DnsHostNames } from './dns-host-names.js';

/** Records by type: 1 addresses, 12 names. */
type Zone = Readonly<Record<string, readonly [type: number, data: Buffer][]>>;

const nameData = (name: string): Buffer =>
  Buffer.concat([...name.split('.').map((label) => Buffer.from([label.length, ...Buffer.from(label)])), Buffer.of(0)]);

const ZONE: Zone = {
  'web.example.org': [[1, Buffer.of(10, 1, 1, 7)]],
  '9.1.1.10.in-addr.arpa': [
    [12, nameData('web.example.org')],
    [12, nameData('alias.example.org')],
  ],
};

const questionOf = (message: Buffer): { readonly name: string; readonly type: number; readonly end: number } => {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
};

/** A name server in a few lines: what it does not know does not exist. */
const answerTo = (message: Buffer): Buffer => {
  const { name, type, end } = questionOf(message);
  const records = (ZONE[name] ?? []).filter(([known]) => known === type);
  const head = Buffer.from(message.subarray(0, 12));
  head.writeUInt16BE(0x8180 | (ZONE[name] ? 0 : 3), 2);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt16BE(0, 10); // no additional part: the question's is not repeated
  const answers = records.map(([known, data]) => {
    const fixed = Buffer.from([0xc0, 12, 0, known, 0, 1, 0, 0, 0, 60, 0, data.length]);
    return Buffer.concat([fixed, data]);
  });
  return Buffer.concat([head, message.subarray(12, end), ...answers]);
};

let socket: Socket;
let folder: string;
let names: DnsHostNames;

beforeAll(async () => {
  socket = createSocket('udp4', (message, { port, address }) => socket.send(answerTo(message), port, address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  folder = mkdtempSync(join(tmpdir(), 'cairn-hosts-'));
  const hostsFile = join(folder, 'hosts');
  writeFileSync(hostsFile, '# local\n10.1.1.50 Db.local db # the database\nfd00::50 db\n\n');
  names = new DnsHostNames({ hostsFile, servers: [`127.0.0.1:${socket.address().port}`] });
});
afterAll(() => {
  socket.close();
  rmSync(folder, { recursive: true });
});

describe('DnsHostNames', () => {
  it('knows all names of an address', async () =>
    expect(await names.namesOf(['10.1.1.9', '10.1.1.8'])).toEqual(
      new Map([['10.1.1.9', ['web.example.org', 'alias.example.org']]]),
    ));

  it('knows where names lead, by the hosts file or the name server', async () =>
    expect(await names.addressesOf(['web.example.org', 'DB', 'db.local', 'none.example.org', 'not a name'])).toEqual(
      new Map([
        ['web.example.org', ['10.1.1.7']],
        ['DB', ['10.1.1.50', 'fd00::50']],
        ['db.local', ['10.1.1.50']],
      ]),
    ));

  it('does without a hosts file', async () =>
    expect(
      await new DnsHostNames({ hostsFile: join(folder, 'none'), servers: ['127.0.0.1:1'] }).addressesOf(['db']),
    ).toEqual(new Map()));
});
