import { Occurrences } from './occurrences.js';
import { RecurrenceTooHard } from './budget.js';
import { refusalsOf } from './refusals.js';
import { readRecurrence } from './text.js';
import { previewOf, timingOf } from './timing.js';
import { instantText } from './zones.js';

const NEW_YEAR = Date.parse('2030-01-01T00:00:00Z');

const localOf = (rule: string, now = NEW_YEAR): readonly string[] => previewOf(rule, now).local;

describe('what the occurrences are (spec schedules.md §3.1)', () => {
  it.each([
    [
      'a day keeps its time over the begin of summer time',
      'DTSTART;TZID=America/New_York:20300308T050000 RRULE:FREQ=DAILY;INTERVAL=1;COUNT=5',
      [
        '03-08T05:00:00-05:00',
        '03-09T05:00:00-05:00',
        '03-10T05:00:00-04:00',
        '03-11T05:00:00-04:00',
        '03-12T05:00:00-04:00',
      ],
    ],
    [
      'a time that does not exist is dropped and counts',
      'DTSTART;TZID=America/New_York:20300303T023000 RRULE:FREQ=WEEKLY;BYDAY=SU;INTERVAL=1;COUNT=3',
      ['03-03T02:30:00-05:00', '03-17T02:30:00-04:00'],
    ],
    [
      'hours pause while an hour is repeated',
      'DTSTART;TZID=America/New_York:20301102T233000 RRULE:FREQ=HOURLY;INTERVAL=1;COUNT=5',
      [
        '11-02T23:30:00-04:00',
        '11-03T00:30:00-04:00',
        '11-03T01:30:00-04:00',
        '11-03T02:30:00-05:00',
        '11-03T03:30:00-05:00',
      ],
    ],
    [
      'hours go on after the hour that is left out',
      'DTSTART;TZID=America/New_York:20300310T010000 RRULE:FREQ=HOURLY;INTERVAL=1;COUNT=4',
      ['03-10T01:00:00-05:00', '03-10T03:00:00-04:00', '03-10T04:00:00-04:00'],
    ],
    [
      'the 31st',
      'DTSTART;TZID=America/New_York:20300101T000000 RRULE:FREQ=MONTHLY;INTERVAL=1;BYMONTHDAY=31;COUNT=7',
      ['01-31', '03-31', '05-31', '07-31', '08-31', '10-31', '12-31'],
    ],
    [
      'an exception, and an UNTIL without seconds',
      'DTSTART;TZID=America/New_York:20300302T150000 RRULE:INTERVAL=1;FREQ=DAILY;UNTIL=20300304T1500 EXRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=SU',
      ['03-02T15:00:00-05:00', '03-04T15:00:00-05:00'],
    ],
  ])('%s', (_why, rule, days) => {
    const found = localOf(rule);
    expect(found.map((text, index) => text.slice(5, 5 + (days[index]?.length ?? 0)))).toEqual(days);
  });

  it('is on DTSTART only if the rule matches it', () => {
    const rule = 'DTSTART:20300112T210000Z RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=SA;BYSETPOS=1;COUNT=4';
    expect(localOf(rule)[0]).toBe('2030-02-02T21:00:00Z');
  });

  it('joins weekdays and days of the month', () => {
    const rule = 'DTSTART:20301219T130551Z RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=SA;BYMONTHDAY=12,13,14,15,16,17,18';
    const found = localOf(rule).slice(0, 4);
    expect(found).toEqual(['2031-01-18', '2031-02-15', '2031-03-15', '2031-04-12'].map((day) => `${day}T13:05:51Z`));
  });

  it('unites rules, equal moments once', () => {
    const rule = 'DTSTART:20300101T000000Z RRULE:FREQ=DAILY;INTERVAL=1;COUNT=3 RRULE:FREQ=WEEKLY;INTERVAL=1;BYDAY=SU';
    const found = localOf(rule, NEW_YEAR - 1).slice(0, 5);
    expect(found.map((text) => text.slice(5, 10))).toEqual(['01-01', '01-02', '01-03', '01-06', '01-13']);
  });

  it('knows weeks, days of the year and Easter', () => {
    const year = (part: string) =>
      localOf(`DTSTART:20300101T000000Z RRULE:FREQ=YEARLY;INTERVAL=1;${part}`, NEW_YEAR - 1)[0];
    expect(year('BYWEEKNO=20')).toBe('2030-05-13T00:00:00Z');
    expect(year('BYYEARDAY=-1')).toBe('2030-12-31T00:00:00Z');
    expect(year('BYEASTER=0')).toBe('2030-04-21T00:00:00Z');
    expect(year('BYWEEKNO=1;BYDAY=MO')).toBe('2030-12-30T00:00:00Z');
  });
});

type Row = [why: string, rule: string, dtstart: string | null, dtend: string | null, nextRun: string | null];

describe('computed fields (spec schedules.md §4)', () => {
  it.each([
    [
      'endless',
      'DTSTART:20300112T210000Z RRULE:FREQ=DAILY;INTERVAL=1',
      '2030-01-12T21:00:00Z',
      null,
      '2030-01-12T21:00:00Z',
    ],
    [
      'first Saturdays',
      'DTSTART:20300112T210000Z RRULE:FREQ=MONTHLY;INTERVAL=1;BYDAY=SA;BYSETPOS=1;COUNT=4',
      '2030-02-02T21:00:00Z',
      '2030-05-04T21:00:00Z',
      '2030-02-02T21:00:00Z',
    ],
    [
      'past',
      'DTSTART:20280101T000000Z RRULE:FREQ=DAILY;INTERVAL=1;COUNT=3',
      '2028-01-01T00:00:00Z',
      '2028-01-03T00:00:00Z',
      null,
    ],
    ['never', 'DTSTART:20300101T000000Z RRULE:FREQ=DAILY;INTERVAL=1;UNTIL=20200101T000000Z', null, null, null],
    ['COUNT of zero', 'DTSTART:20300101T000000Z RRULE:FREQ=DAILY;INTERVAL=1;COUNT=0', null, null, null],
    [
      'until, and the last one excluded',
      'DTSTART:20300101T000000Z RRULE:FREQ=DAILY;INTERVAL=1;UNTIL=20300110T000000Z EXRULE:FREQ=DAILY;INTERVAL=9',
      '2030-01-02T00:00:00Z',
      '2030-01-09T00:00:00Z',
      '2030-01-02T00:00:00Z',
    ],
  ] as Row[])('%s', (_why, rule, dtstart, dtend, nextRun) => {
    expect(timingOf(rule, NEW_YEAR - 1)).toEqual({ dtstart, dtend, nextRun });
  });
});

describe('old rules [FIX]', () => {
  it('keep their phase', () => {
    const rule = 'DTSTART:20280101T000000Z RRULE:FREQ=HOURLY;INTERVAL=5';
    const found = localOf(rule).slice(0, 2);
    const hours = (Date.parse(found[0] as string) - Date.parse('2028-01-01T00:00:00Z')) / 3_600_000;
    expect(hours % 5).toBe(0);
    expect(found[0]).toBe('2030-01-01T01:00:00Z');
  });

  it.each([
    'DTSTART:19700101T000000Z RRULE:FREQ=MINUTELY;INTERVAL=1',
    'DTSTART;TZID=Europe/Berlin:19700101T000000 RRULE:FREQ=MINUTELY;INTERVAL=7',
    'DTSTART:19700101T000000Z RRULE:FREQ=HOURLY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=29',
    'DTSTART:19700101T000000Z RRULE:FREQ=MINUTELY;INTERVAL=1;UNTIL=20990101T000000Z EXRULE:FREQ=HOURLY;INTERVAL=1',
  ])('are answered with little effort: %s', (rule) => {
    const occurrences = new Occurrences(readRecurrence(rule), 20_000);
    expect(occurrences.after(NEW_YEAR, 10)).toHaveLength(10);
    expect(occurrences.first()).not.toBeNull();
    expect(() => occurrences.last()).not.toThrow();
  });
});

const all = (from: number, to: number): string => Array.from({ length: to - from + 1 }, (_, at) => from + at).join(',');

describe('rules with many occurrences', () => {
  const START = 'DTSTART:20300101T000000Z';

  it.each([
    ['FREQ=YEARLY;INTERVAL=1;COUNT=999', '3028-01-01T00:00:00Z'],
    ['FREQ=YEARLY;INTERVAL=1;BYYEARDAY=-1;COUNT=999', '3028-12-31T00:00:00Z'],
    ['FREQ=MONTHLY;INTERVAL=1;BYDAY=FR;BYMONTHDAY=13;COUNT=999', '2609-10-13T00:00:00Z'],
    ['FREQ=MINUTELY;INTERVAL=1;COUNT=999', '2030-01-01T16:38:00Z'],
    ['FREQ=DAILY;INTERVAL=1;UNTIL=99990101T000000Z', '9999-01-01T00:00:00Z'],
  ])('end in time: %s', (rule, end) => {
    expect(timingOf(`${START} RRULE:${rule}`, NEW_YEAR).dtend).toBe(end);
  });
});

describe('hostile rules', () => {
  const START = 'DTSTART:20300101T000000Z';

  it.each([
    ['an exception takes everything', `${START} RRULE:FREQ=MINUTELY;INTERVAL=1 EXRULE:FREQ=MINUTELY;INTERVAL=1`],
    ['a day that never comes', `${START} RRULE:FREQ=MINUTELY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=30`],
    ['the same, counted', `${START} RRULE:FREQ=HOURLY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=30;COUNT=1`],
    ['many of them', `${START} ${`RRULE:FREQ=DAILY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=30 `.repeat(150)}`],
    [
      'every second of every day, from the end',
      `${START} RRULE:FREQ=YEARLY;INTERVAL=1;UNTIL=90000101T000000Z;BYHOUR=${all(0, 23)};BYMINUTE=${all(0, 59)};BYSECOND=${all(0, 59)} EXRULE:FREQ=MINUTELY;INTERVAL=1;BYSECOND=${all(0, 59)}`,
    ],
  ])('%s', (_why, rule) => {
    const begin = process.cpuUsage().user;
    expect(refusalsOf(rule, NEW_YEAR)).toEqual([`rrule parsing failed validation: ${new RecurrenceTooHard().message}`]);
    expect(process.cpuUsage().user - begin).toBeLessThan(5_000_000);
  });

  it.each([
    ['an hour that its steps never meet', `${START} RRULE:FREQ=HOURLY;INTERVAL=2;BYHOUR=3`],
    ['a minute that its steps never meet', `${START} RRULE:FREQ=MINUTELY;INTERVAL=2;BYMINUTE=3`],
    ['an hour that its minutes never meet', `${START} RRULE:FREQ=MINUTELY;INTERVAL=120;BYHOUR=3`],
  ])('%s', (_why, rule) => {
    expect(refusalsOf(rule, NEW_YEAR)).toEqual([
      'rrule parsing failed validation: Invalid rrule byxxx generates an empty set.',
    ]);
  });

  it('huge intervals have one occurrence', () => {
    const rule = `${START} RRULE:FREQ=YEARLY;INTERVAL=999999999`;
    expect(new Occurrences(readRecurrence(rule)).after(0, 5).map(instantText)).toEqual(['2030-01-01T00:00:00Z']);
  });
});
