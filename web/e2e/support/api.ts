export const Password = 'correct horse battery';

/** The public API of a venue, as a test's hands beside the page. */
export class Api {
  url = '';

  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown, token?: string): Promise<T> {
    const headers: Record<string, string> = { 'Content-Type': 'application/json', ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }) };
    const answer = await fetch(`${this.url}/api/v1${path}`, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as T;
  }

  /** Opens an account and signs in. */
  async person(email: string): Promise<string> {
    await this.call('POST', '/auth/sign-up', { email, password: Password });
    return this.token(email);
  }

  async token(email: string): Promise<string> {
    return (await this.call<{ accessToken: string }>('POST', '/auth/sign-in', { email, password: Password })).accessToken;
  }
}
