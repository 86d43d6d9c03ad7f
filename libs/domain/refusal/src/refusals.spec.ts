import { specification } from '@testing/specification';
import type { Refusal, RefusalEvent } from './messages.js';
import { MOST_PER_HOUR, refusals } from './refusals.js';

const given = specification(refusals);
const at = (minute: number, hour = 3): string => `2030-01-15T0${hour}:${String(minute).padStart(2, '0')}:00.000000Z`;
const refused = (credential: number, moment = at(0)): Refusal => ({
  type: 'CredentialAccessRefused',
  data: { credential, action: 'use', at: moment, code: 'FORBIDDEN', answer: { detail: 'no' } },
});
const record = (refusal: Refusal) => ({ type: 'RecordRefusal', refusal }) as const;
const full = (): readonly RefusalEvent[] => Array.from({ length: MOST_PER_HOUR }, (_, id) => refused(id + 1));

describe('refusals of a user', () => {
  it('are recorded', () =>
    given()
      .when(record(refused(4)))
      .then(refused(4)));

  it('are recorded once an hour however often they are repeated', () => {
    given(refused(4))
      .when(record(refused(4, at(30))))
      .thenNothing();
    given(refused(4))
      .when(record(refused(5, at(30))))
      .then(refused(5, at(30)));
    given(refused(4))
      .when(record(refused(4, at(1, 4))))
      .then(refused(4, at(1, 4)));
  });

  it('are left out from some number on, which is told once', () => {
    const leftOut: RefusalEvent = { type: 'RefusalsLeftOut', data: { at: at(1), recorded: MOST_PER_HOUR } };
    given(...full())
      .when(record(refused(99, at(1))))
      .then(leftOut);
    given(...full(), leftOut)
      .when(record(refused(98, at(2))))
      .thenNothing();
    given(...full(), leftOut)
      .when(record(refused(98, at(0, 4))))
      .then(refused(98, at(0, 4)));
  });
});
