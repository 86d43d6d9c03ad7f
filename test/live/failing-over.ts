import { Agent, request } from 'node:http';

export interface Asking {
  readonly method?: string;
  readonly path: string;
  readonly body?: object;
}

export interface Told {
  readonly status: number;
  readonly body: unknown;
}

/** A request without an answer. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(
    /** The system's name of the reason. */
    readonly code: string | undefined,
    /** It went over a connection that had served before, or an answer had begun. */
    readonly wasServed: boolean,
  ) {
    super(`${code}${wasServed ? ' of a connection that was served' : ''}`);
  }
}

/**
 * A client as a load balancer is one: it keeps its connections, asks in turn the servers that it is told of, and goes to the next
 * one when a connection is refused. Nothing else is ever asked again: a request that reached a server may have been carried out.
 */
export class FailingOver {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly servers = new Set<string>();
  private turn = 0;

  constructor(private readonly login: { readonly user: string; readonly password: string }) {}

  /** As a health check finds it. */
  serves(base: string, isGood: boolean): void {
    if (isGood) this.servers.add(base);
    else this.servers.delete(base);
  }

  async ask(asking: Asking): Promise<Told> {
    const servers = [...this.servers];
    const first = (this.turn += 1);
    for (let tried = 0; ; tried += 1) {
      try {
        return await this.send(servers[(first + tried) % servers.length] ?? '', asking);
      } catch (error) {
        const isRefused = error instanceof NoAnswer && error.code === 'ECONNREFUSED';
        if (!isRefused || tried + 1 >= servers.length) throw error;
      }
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private send(base: string, { method = 'GET', path, body }: Asking): Promise<Told> {
    const { user, password } = this.login;
    const headers = {
      authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
      ...(body && { 'content-type': 'application/json' }),
    };
    return new Promise((resolve, reject) => {
      const sent = request(`${base}${path}`, { method, headers, agent: this.agent }, (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (part: Buffer) => parts.push(part));
        answer.on('error', ({ code }: NodeJS.ErrnoException) => reject(new NoAnswer(code, true)));
        answer.on('end', () =>
          resolve({ status: answer.statusCode ?? 0, body: JSON.parse(Buffer.concat(parts).toString()) as unknown }),
        );
      });
      sent.on('error', ({ code }: NodeJS.ErrnoException) => reject(new NoAnswer(code, sent.reusedSocket)));
      sent.end(body && JSON.stringify(body));
    });
  }
}
