import type { Json } from '@domain/kernel';

/** Where a running server answers, and as whom it is asked. */
export interface Access {
  readonly base: string;
  readonly user: string;
  readonly password: string;
}

export interface RawAnswer {
  readonly status: number;
  readonly body: Json;
}

/** What a test sends that no well-behaved client would. */
export interface RawRequest {
  readonly method: string;
  /** Below `/api/v2/`. */
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends bytes as they are and tells what came back, whatever it was. */
export const sendRaw = async (access: Access, { method, path, body, headers }: RawRequest): Promise<RawAnswer> => {
  const login = Buffer.from(`${access.user}:${access.password}`).toString('base64');
  const answer = await fetch(`${access.base}/api/v2/${path}`, {
    method,
    headers: { authorization: `Basic ${login}`, 'content-type': 'application/json', ...headers },
    body: body ?? null,
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? null : (JSON.parse(text) as Json) };
};
