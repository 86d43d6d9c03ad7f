import { jsonText, type JsonObject } from '@domain/kernel';
import { specification } from '@testing/specification';
import { type LaunchRefusedData, launchLog, launchLogStream, streamBesideLog } from './index.js';

const given = specification(launchLog);

const refusal: LaunchRefusedData = {
  what: 'launch',
  template: { ref: 'jt-8', id: 8, name: 'Deploy' },
  job: null,
  requested: { limit: 'web', extra_vars: { key: '$encrypted$' } },
  status: 400,
  code: 'VALIDATION_FAILED',
  errors: { variables_needed_to_start: ["'release' value missing"] },
};

const recorded = (requested: JsonObject): JsonObject => {
  const [event] = launchLog.decide({ type: 'RecordRefusal', data: { ...refusal, requested } }, null);
  return event?.data.requested ?? {};
};

describe('the log of refused launches', () => {
  it('writes down what was asked for and answered', () =>
    given().when({ type: 'RecordRefusal', data: refusal }).then({ type: 'LaunchRefused', data: refusal }));

  it('writes down each attempt, equal ones too', () =>
    given({ type: 'LaunchRefused', data: refusal })
      .when({ type: 'RecordRefusal', data: refusal })
      .then({ type: 'LaunchRefused', data: refusal }));

  it('cuts long texts', () => {
    const { limit } = recorded({ limit: 'x'.repeat(10_000) });
    expect(limit).toMatch(/^x{500}… \(10000 characters\)$/);
  });

  it.each<[string, JsonObject]>([
    ['long texts', Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`f${i}`, 'x'.repeat(5000)]))],
    ['many members', { extra_vars: Object.fromEntries(Array.from({ length: 9999 }, (_, i) => [`v${i}`, i])) }],
    ['long names', { extra_vars: Object.fromEntries(Array.from({ length: 60 }, (_, i) => ['n'.repeat(9999) + i, i])) }],
    ['many items', { labels: Array.from({ length: 9999 }, (_, i) => i) }],
    ['many lists', { extra_vars: Array.from({ length: 99 }, () => Array.from({ length: 99 }, () => 'y'.repeat(99))) }],
    ['deep objects', JSON.parse(`${'{"a":['.repeat(2000)}1${']}'.repeat(2000)}`) as JsonObject],
  ])('stays small whatever was sent: %s', (_what, requested) =>
    expect(jsonText(recorded(requested)).length).toBeLessThan(8000),
  );

  it('lies beside the stream of a template', () => {
    expect(launchLogStream('jt-8')).toBe('launchlog-jt-8');
    expect(streamBesideLog('launchlog-wfjt-20')).toBe('wfjt-20');
    expect(streamBesideLog('jt-8')).toBeNull();
  });
});
