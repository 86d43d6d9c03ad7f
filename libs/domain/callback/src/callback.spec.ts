import { specification } from '@testing/specification';
import {
  callback,
  callbackRefusal,
  callbackStream,
  type CallbackEvent,
  type CallRecord,
  type GiveUpCallback,
  reasonOf,
  type RequestCallback,
} from './index.js';

const given = specification(callback);

const record: CallRecord = {
  caller: { address: '10.1.1.3', candidates: ['10.1.1.3'], headers: ['REMOTE_ADDR'], isTrusted: false },
  compared: { hosts: 1, names: ['10.1.1.3'] },
  matched: [{ id: 17, name: 'node3' }],
};
const dataOf = (job: number) => ({
  ...record,
  template: { ref: 'jt-8', rev: 1, id: 8, name: 'Deploy' },
  variables: [],
  job,
});
const request = (job: number, more: Partial<RequestCallback> = {}): RequestCallback => ({
  type: 'RequestCallback',
  data: dataOf(job),
  ended: null,
  active: null,
  isStartable: true,
  ...more,
});
const requested = (job: number): CallbackEvent => ({ type: 'CallbackRequested', data: dataOf(job) });
const givenUp = (job: number): GiveUpCallback['data'] => ({
  ...record,
  template: 8,
  reason: 'not_started',
  answer: 'Error starting job!',
  count: 1,
  job,
});

describe('the calls of a host', () => {
  it('start one job', () => given().when(request(57)).then(requested(57)));

  it('start no second one before the first is over', () => {
    given(requested(57))
      .when(request(58))
      .thenRefused({ kind: 'refused', body: { msg: 'Host callback job already pending.' } });
    given(requested(57))
      .when(request(58, { ended: 56 }))
      .thenRefused({ code: 'already_pending' });
    given(requested(57))
      .when(request(58, { ended: 57 }))
      .then(requested(58));
  });

  it('start none beside another active job of the template on the host', () =>
    given()
      .when(request(57, { active: 56 }))
      .thenRefused({ code: 'already_pending' }));

  it('start none that could not run', () =>
    given()
      .when(request(57, { isStartable: false }))
      .thenRefused({ kind: 'refused', body: { msg: 'Error starting job!' } }));

  it('are free again when the job did not come to be', () => {
    const data = givenUp(57);
    given(requested(57)).when({ type: 'GiveUpCallback', data }).then({ type: 'CallbackRefused', data });
    given(requested(57), { type: 'CallbackRefused', data }).when(request(58)).then(requested(58));
    given(requested(58)).when({ type: 'GiveUpCallback', data }).thenNothing();
  });

  it('leave the record of refusals beside them', () => {
    const { job: _, ...refusal } = givenUp(57);
    given(requested(57), { type: 'CallbackRefused', data: refusal })
      .when(request(58))
      .thenRefused({ code: 'already_pending' });
  });

  it('have a stream of their own', () => {
    expect([callbackStream(8), callbackStream(8, 17)]).toEqual(['callback-8', 'callback-8-17']);
  });
});

describe('refusals', () => {
  it.each([
    ['key_missing', 'forbidden', { detail: 'You do not have permission to perform this action.' }],
    ['key_wrong', 'forbidden', { detail: 'You do not have permission to perform this action.' }],
    ['too_many_attempts', 'forbidden', { detail: 'You do not have permission to perform this action.' }],
    ['template_missing', 'missing', { detail: 'Not found.' }],
    ['inventory_missing', 'refused', { msg: 'Cannot start automatically, an inventory is required.' }],
    ['no_host', 'refused', { msg: 'No matching host could be found!' }],
    ['many_hosts', 'refused', { msg: 'Multiple hosts matched the request!' }],
    ['input_needed', 'refused', { msg: 'Cannot start automatically, user input required!' }],
  ] as const)('for %s are %s', (reason, kind, body) => {
    const refusal = callbackRefusal(reason);
    expect(refusal).toMatchObject({ kind, body });
    expect(reasonOf(refusal)).toBe(reason);
  });
});
