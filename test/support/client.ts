/**
 * A user who calls the API and keeps the session's cookie as a browser does. Every answer must be one that docs/openapi.json
 * describes. Also the mails sent to an address.
 */
import { checkAnswer, routeOf } from '#api/check.ts';
import type { Running } from './deployment.ts';
import { checkHeaders } from './http.ts';

export type Answer<T = Record<string, unknown>> = {
  readonly status: number;
  readonly body: T;
  readonly headers: Headers;
};
export type Mail = {
  readonly subject: string;
  readonly body: { text?: string; html?: string };
  readonly destination: { to: string[] };
  readonly at: number;
};

export class ApiUser {
  cookie: string | undefined;
  private readonly base: string;

  constructor(deployment: Pick<Running, 'apiUrl'>) {
    this.base = deployment.apiUrl;
  }

  async call<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<Answer<T>> {
    const answer = await fetch(`${this.base}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        'x-landfall': '1',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    checkHeaders(`${method} ${path}`, Object.fromEntries(answer.headers));
    const cookies = answer.headers.getSetCookie();
    for (const cookie of cookies) this.cookie = cookie.split(';')[0];
    const text = await answer.text();
    const route = routeOf(method, path);
    if (route) {
      const contentType = answer.headers.get('content-type') ?? undefined;
      checkAnswer(route, { status: answer.status, body: text ? JSON.parse(text) : undefined, contentType, cookies });
    }
    return { status: answer.status, body: (text ? JSON.parse(text) : {}) as T, headers: answer.headers };
  }

  get = <T = Record<string, unknown>>(path: string) => this.call<T>('GET', path);
  post = <T = Record<string, unknown>>(path: string, body: unknown = {}) => this.call<T>('POST', path, body);
  put = <T = Record<string, unknown>>(path: string, body: unknown) => this.call<T>('PUT', path, body);
}

/** All mails, or those to one address, oldest first. */
export async function mails({ mailUrl }: Pick<Running, 'mailUrl'>, to?: string): Promise<Mail[]> {
  const { emails } = (await (await fetch(`${mailUrl}/store`)).json()) as { emails: Mail[] };
  return to === undefined
    ? emails
    : emails.filter((mail) => mail.destination.to.some((address) => address.includes(to)));
}

/** Waits until `find` gives something. @throws Error after `seconds`. */
export async function eventually<T>(find: () => Promise<T | undefined>, seconds = 15): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`Nothing came within ${seconds} seconds.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
