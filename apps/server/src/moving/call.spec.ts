import { thisMachine } from '../configuration/machine.js';
import { readCall } from './call.js';

const USAGE = 'Usage: bin/cairn export FILE\n       bin/cairn export --output FILE\n';
const OTHER = 'Usage: bin/cairn backup DIR\n';

const read = (typed: readonly string[], usage = USAGE) =>
  readCall(typed, usage, { environment: {}, machine: thisMachine() });

describe('what was typed behind a program', () => {
  it('names a file first, then settings of the server', () => {
    expect(read(['log', '--data', '/srv/cairn'])).toMatchObject({
      ...{ action: 'move', file: 'log', isOutput: false, settings: { data: '/srv/cairn' } },
    });
    expect(read(['--output', '-'])).toMatchObject({ action: 'move', file: '-', isOutput: true });
  });

  it.each([[[]], [['--data', '/srv/cairn', 'log']], [['--output']], [['log', '--nonsense']]])(
    'is refused when it makes no sense: %j',
    (typed) => expect(read(typed)).toMatchObject({ action: 'refuse' }),
  );

  it('asks for output only where the program knows what that is', () => {
    expect(read(['--output', 'somewhere'], OTHER)).toEqual({
      ...{ action: 'refuse', problems: ['the file comes first', OTHER.trimEnd()] },
    });
  });

  it('may ask for help', () => {
    expect(read(['--help'])).toEqual({ action: 'print', text: USAGE });
  });
});
