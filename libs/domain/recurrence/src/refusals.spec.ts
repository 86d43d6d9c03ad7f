import { refusalsOf } from './refusals.js';
import { clockOf } from './timing.js';
import { normalized } from './text.js';
import { previewOf } from './timing.js';
import { ZONE_LINKS, ZONE_NAMES } from './zone-names.js';

const NOW = Date.parse('2030-01-01T00:00:00Z');
const START = 'DTSTART:20350115T120000Z';
const PARSER = 'rrule parsing failed validation: ';
const NO_START = 'Valid DTSTART required in rrule. Value should start with: DTSTART:YYYYMMDDTHHMMSSZ';
const NO_RULE = 'One or more rule required in rrule.';
const NO_ZONE = `${PARSER}A valid TZID must be provided (e.g., America/New_York)`;
const NAIVE = 'DTSTART cannot be a naive datetime.  Specify ;TZINFO= or YYYYMMDDTHHMMSSZZ.';
const NUMBERED = 'BYDAY with numeric prefix not supported: ';

describe('refusals of rules (spec schedules.md §3)', () => {
  it.each([
    ['1, 4, 12 nonsense', 'DTSTART:NONSENSE', [NO_START, NO_RULE, `${PARSER}Unknown string format: NONSENSE`]],
    ['1, 12 no DTSTART', 'RRULE:FREQ=DAILY;INTERVAL=1', [NO_START, NO_ZONE]],
    ['2, 12 naive', 'DTSTART:20350308T050000 RRULE:FREQ=DAILY;INTERVAL=1', [NAIVE, NO_ZONE]],
    [
      '3 two DTSTART',
      `${START} DTSTART:20360115T120000Z RRULE:FREQ=DAILY;INTERVAL=1`,
      ['Multiple DTSTART is not supported.'],
    ],
    ['4 no rule', START, [NO_RULE]],
    ['5 alone', `${START} RRULE:FREQ=DAILY EXDATE:20350116T120000Z`, ['EXDATE not allowed in rrule.']],
    ['5 with a zone [FIX]', `${START} EXDATE;TZID=Europe/Berlin:20350116T120000`, ['EXDATE not allowed in rrule.']],
    ['6 alone', `${START} RRULE:FREQ=DAILY RDATE:20350116T120000Z`, ['RDATE not allowed in rrule.']],
    ['6 with a type [FIX]', `${START} RDATE;VALUE=DATE:20350116`, ['RDATE not allowed in rrule.']],
    ['7 no INTERVAL', `${START} RRULE:FREQ=DAILY`, ['INTERVAL required in rrule: RULE:FREQ=DAILY']],
    [
      '7 of an EXRULE',
      `${START} RRULE:FREQ=DAILY;INTERVAL=1 EXRULE:FREQ=WEEKLY`,
      ['INTERVAL required in rrule: RULE:FREQ=WEEKLY'],
    ],
    ['7 in lower case [FIX]', `${START} rrule:freq=daily`, ['INTERVAL required in rrule: rule:freq=daily']],
    [
      '8 SECONDLY',
      `${START} RRULE:FREQ=SECONDLY;INTERVAL=5`,
      ['SECONDLY is not supported: RULE:FREQ=SECONDLY;INTERVAL=5'],
    ],
    ...['5MO', '-1MO', '+1MO', 'MO,2TU'].map((days): [string, string, string[]] => [
      `9 ${days}`,
      `${START} RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=${days}`,
      [`${NUMBERED}RULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=${days}`],
    ]),
    [
      '10 COUNT and UNTIL',
      `${START} RRULE:FREQ=DAILY;INTERVAL=1;COUNT=3;UNTIL=20350601T000000Z`,
      ['RRULE may not contain both COUNT and UNTIL: RULE:FREQ=DAILY;INTERVAL=1;COUNT=3;UNTIL=20350601T000000Z'],
    ],
    [
      '11 COUNT',
      `${START} RRULE:FREQ=DAILY;INTERVAL=1;COUNT=1000`,
      ['COUNT > 999 is unsupported: RULE:FREQ=DAILY;INTERVAL=1;COUNT=1000'],
    ],
    [
      '8, 11, 7 in the order of the text',
      `${START} RRULE:FREQ=SECONDLY;INTERVAL=5;COUNT=1000 RRULE:FREQ=DAILY`,
      [
        'SECONDLY is not supported: RULE:FREQ=SECONDLY;INTERVAL=5;COUNT=1000',
        'COUNT > 999 is unsupported: RULE:FREQ=SECONDLY;INTERVAL=5;COUNT=1000',
        'INTERVAL required in rrule: RULE:FREQ=DAILY',
      ],
    ],
    ['12 FREQ', `${START} RRULE:FREQ=REGULARLY;INTERVAL=1`, [`${PARSER}invalid 'FREQ': REGULARLY`]],
    ['12 unknown part', `${START} RRULE:FREQ=DAILY;INTERVAL=1;FOO=1`, [`${PARSER}unknown parameter 'FOO'`]],
    [
      '12 zone and Z',
      'DTSTART;TZID=America/New_York:20350308T050000Z RRULE:FREQ=DAILY;INTERVAL=1',
      [`${PARSER}DTSTART/EXDATE specifies multiple timezone`],
    ],
    ['12 unknown zone', 'DTSTART;TZID=Mars/Base:20350308T050000 RRULE:FREQ=DAILY;INTERVAL=1', [NO_ZONE]],
    [
      '12 INTERVAL of zero [FIX]',
      `${START} RRULE:FREQ=DAILY;INTERVAL=0`,
      [`${PARSER}INTERVAL must be a positive integer`],
    ],
    [
      '12 UNTIL without a time',
      `${START} RRULE:FREQ=DAILY;INTERVAL=1;UNTIL=20350601`,
      [`${PARSER}invalid 'UNTIL': 20350601`],
    ],
  ])('%s', (_rule, text, expected) => expect(refusalsOf(text, NOW)).toEqual(expected));

  it.each([
    'FREQ=YEARLY;INTERVAL=1;BYYEARDAY=100',
    'FREQ=YEARLY;INTERVAL=1;BYWEEKNO=20',
    'FREQ=MONTHLY;INTERVAL=1;BYDAY=TU;BYSETPOS=2',
    'FREQ=DAILY;INTERVAL=1;COUNT=999',
    'FREQ=DAILY;INTERVAL=1;COUNT=0',
  ])('accepts %s', (rule) => expect(refusalsOf(`${START} RRULE:${rule}`, NOW)).toEqual([]));
});

describe('stored rules', () => {
  it('have one space between their parts', () => {
    const text = `${START}\nRRULE:FREQ=DAILY;INTERVAL=1  EXRULE:FREQ=WEEKLY;INTERVAL=1\n`;
    expect(normalized(text)).toBe(`${START} RRULE:FREQ=DAILY;INTERVAL=1 EXRULE:FREQ=WEEKLY;INTERVAL=1`);
  });

  it.each([
    ['20300601T170000', '20300601T210000Z'],
    ['20301201T170000', '20301201T220000Z'],
    ['20300601T1700', '20300601T210000Z'],
    ['20300601T170000Z', '20300601T170000Z'],
  ])('have UNTIL in UTC: %s', (until, stored) => {
    const rule = (end: string) =>
      `DTSTART;TZID=America/New_York:20300601T120000 RRULE:FREQ=HOURLY;INTERVAL=1 EXRULE:FREQ=HOURLY;INTERVAL=1;UNTIL=${end}`;
    expect(normalized(rule(until))).toBe(rule(stored));
  });

  it('show their zone as written, and UNTIL on its clock', () => {
    const text = 'DTSTART;TZID=US/Eastern:20300601T120000 RRULE:FREQ=HOURLY;INTERVAL=1;UNTIL=20300601T210000Z';
    expect(clockOf(text)).toEqual({ timezone: 'US/Eastern', until: '2030-06-01T17:00:00' });
    expect(clockOf(`${START} RRULE:FREQ=DAILY;INTERVAL=1`)).toEqual({ timezone: 'UTC', until: '' });
  });
});

describe('zones (spec schedules.md §8)', () => {
  it('are all accepted', () => {
    for (const zone of ZONE_NAMES) {
      const text = `DTSTART;TZID=${zone}:20300601T120000 RRULE:FREQ=DAILY;INTERVAL=1`;
      expect(previewOf(text, NOW).utc).toHaveLength(10);
    }
  });

  it('are in order, links among them', () => {
    expect(ZONE_NAMES).toEqual([...ZONE_NAMES].sort());
    expect(
      Object.entries(ZONE_LINKS)
        .flat()
        .filter((name) => !ZONE_NAMES.includes(name)),
    ).toEqual([]);
    expect(ZONE_LINKS['US/Eastern']).toBe('America/New_York');
  });
});

describe('texts that are meant to keep the server busy', () => {
  it.each([
    ['many beginnings of a start', 'DTSTART;'.repeat(100_000)],
    ['many days', `${START} RRULE:FREQ=DAILY;INTERVAL=1;${'BYDAY='.repeat(100_000)}`],
  ])('are refused for their length: %s', (_what, text) => {
    expect(refusalsOf(text, NOW)).toEqual([`${PARSER}it has more than 10000 characters`]);
  });
});

describe('the end of the calendar', () => {
  const zone = 'DTSTART;TZID=America/New_York';

  it('has nothing behind the year 9999 in UTC', () => {
    const rule = `${zone}:99991231T130000 RRULE:FREQ=HOURLY;INTERVAL=5`;
    expect(previewOf(rule, NOW).utc).toEqual(['9999-12-31T18:00:00Z', '9999-12-31T23:00:00Z']);
    expect(previewOf(`${zone}:99991231T235959 RRULE:FREQ=DAILY;INTERVAL=1`, NOW).utc).toEqual([]);
  });

  it('ends an UNTIL that lies behind it', () => {
    const rule = `${zone}:20350115T120000 RRULE:FREQ=DAILY;INTERVAL=1;UNTIL=`;
    expect(refusalsOf(`${rule}99991231T235959`, NOW)).toEqual([]);
    expect(normalized(`${rule}99991231T235959`)).toBe(`${rule}99991231T235959Z`);
  });
});
