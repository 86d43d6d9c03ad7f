import type { ApiRequest } from '../routing/endpoint.js';
import { stdoutFormat } from './stdout-format.js';

const request = (search: string, accept?: string): ApiRequest =>
  ({ query: () => new URLSearchParams(search), headers: { accept } }) as unknown as ApiRequest;

describe('form of output', () => {
  it.each([
    ['', undefined, 'html'],
    ['', '*/*', 'html'],
    ['', 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8', 'html'],
    ['', 'application/json', 'json'],
    ['', 'text/plain', 'txt'],
    ['format=ansi_download', '*/*', 'ansi_download'],
    ['format=txt', 'text/*', 'txt'],
    ['format=json', 'application/json; indent=2', 'json'],
    ['format=api', 'text/html', 'api'],
  ])('?%s with Accept %s is %s', (search, accept, format) =>
    expect(stdoutFormat(request(search, accept))).toBe(format),
  );

  const refusal = (search: string, accept?: string): unknown => {
    try {
      return stdoutFormat(request(search, accept));
    } catch (error) {
      return error;
    }
  };

  it('is 404 when nobody knows it', () => expect(refusal('format=pdf')).toMatchObject({ kind: 'missing' }));

  it('is 406 when the caller would not take it', () => {
    const unacceptable = { status: 406, detail: 'Could not satisfy the request Accept header.' };
    expect(refusal('format=txt', 'application/json')).toMatchObject(unacceptable);
    expect(refusal('', 'image/png')).toMatchObject(unacceptable);
  });
});
