import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminPassword, DataDirectoryRefused, prepareDataDirectory } from './data-directory.js';

let parent: string;
let directory: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'cairn-data-'));
  directory = join(parent, 'deep', 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('the data directory', () => {
  it('is made for its owner alone', () => {
    prepareDataDirectory(directory);
    prepareDataDirectory(directory);
    expect(modeOf(directory)).toBe(0o700);
  });

  it('is closed when it is there, empty and open', () => {
    mkdirSync(directory, { recursive: true });
    chmodSync(directory, 0o755);
    prepareDataDirectory(directory);
    expect(modeOf(directory)).toBe(0o700);
  });

  it('is refused, and left alone, when it is open and holds something', () => {
    mkdirSync(directory, { recursive: true });
    chmodSync(directory, 0o755);
    writeFileSync(join(directory, 'file'), '');
    expect(() => prepareDataDirectory(directory)).toThrow(DataDirectoryRefused);
    expect(modeOf(directory)).toBe(0o755);
  });

  it('is refused when it is a file', () => {
    writeFileSync(join(parent, 'file'), '');
    expect(() => prepareDataDirectory(join(parent, 'file'))).toThrow(DataDirectoryRefused);
  });
});

describe("the administrator's password", () => {
  beforeEach(() => prepareDataDirectory(directory));

  it('is made once, kept for its owner alone, with nothing around it', async () => {
    const first = await adminPassword(directory, null);
    expect(first.password).toMatch(/^[\w-]{24}$/);
    expect(readFileSync(join(directory, 'admin-password'), 'utf8')).toBe(first.password);
    expect(modeOf(join(directory, 'admin-password'))).toBe(0o600);
    expect(await adminPassword(directory, null)).toEqual(first);
  });

  it('is the given one, which is not written down', async () => {
    expect(await adminPassword(directory, 'given')).toEqual({ password: 'given', file: null });
    expect(existsSync(join(directory, 'admin-password'))).toBe(false);
  });

  it('may be put into the file by hand, but not be empty', async () => {
    writeFileSync(join(directory, 'admin-password'), 'mine\n');
    expect((await adminPassword(directory, null)).password).toBe('mine');
    writeFileSync(join(directory, 'admin-password'), '\n');
    await expect(adminPassword(directory, null)).rejects.toThrow('is empty');
  });
});
