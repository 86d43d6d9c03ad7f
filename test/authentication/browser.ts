import type { JsonObject } from '@domain/kernel';
import type { LoginWorld, Reply } from './login-world.js';

/** A client that keeps cookies, as awxkit and browsers do. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(readonly world: LoginWorld) {}

  async send(method: string, path: string, more: { json?: JsonObject; form?: Record<string, string> } = {}) {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const token = this.cookies.get('csrftoken');
    const headers = { cookie, ...(token !== undefined && method !== 'GET' && { 'x-csrftoken': token }) };
    const reply = await this.world.send(method, path, { as: { headers }, ...more });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return reply;
  }

  async logIn(username: string, password: string, next = '/api/'): Promise<Reply> {
    await this.send('GET', '/api/');
    return this.send('POST', '/api/login/', { form: { username, password, next } });
  }
}
