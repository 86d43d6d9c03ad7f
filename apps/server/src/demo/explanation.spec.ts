import { explanation } from './explanation.js';

const record = {
  values: [
    {
      field: 'extra_vars',
      key: 'channel',
      value: 'stable',
      winner: {
        text: 'the workflow job (wfjob-4)',
        origin: { text: 'the launch request of user admin', origin: null },
      },
      shadowed: [
        { text: 'workflow node 2', value: 'canary', origin: null },
        { text: 'the template (jt-2)', value: 'dev', origin: null },
      ],
      rule: 'bypasses_gate',
    },
  ],
};

describe('why a job has a value', () => {
  it('names the winner with whom it had the value from, then those who lost', () => {
    expect(explanation(5, 'channel', record)).toBe(`Why did job 5 get channel = "stable"?
-> "stable"  the workflow job (wfjob-4), from the launch request of user admin
   "canary"  workflow node 2
   "dev"     the template (jt-2)

Rule: bypasses_gate. Every value of this job: /api/v2/jobs/5/provenance/
`);
  });

  it('says so when nobody gave one', () => {
    expect(explanation(5, 'other', record)).toBe('Nobody gave job 5 a value for other.\n');
    expect(explanation(5, 'channel', {})).toContain('Nobody');
  });
});
