/**
 * How the consoles call the API: JSON in both directions, problems as errors, and network failures kept apart from refusals.
 * A request that only reads is repeated automatically; one that writes never is, since the first one may have arrived, but where it was
 * refused for an old logon and the user has logged on again.
 */
import type { Problem } from './api-types.ts';

export type ProblemCode = Problem['code'];

/** A refusal by the API (RFC 9457). `facts`: the further members of the problem, which depend on its code (docs/api.md). */
export class Refusal extends Error {
  readonly status: number;
  readonly code: ProblemCode;
  readonly facts: Readonly<Record<string, unknown>>;

  constructor(problem: Problem & Readonly<Record<string, unknown>>) {
    super(problem.title);
    const { status, code, title: _title, type: _type, ...facts } = problem;
    this.status = status;
    this.code = code;
    this.facts = facts;
  }
}

/** No answer of the API came: the network is down, or a proxy answered in its place. */
export class Unreachable extends Error {}

export const isRefusal = (error: unknown, ...codes: readonly ProblemCode[]): error is Refusal =>
  error instanceof Refusal && (codes.length === 0 || codes.includes(error.code));

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Pauses between the attempts of a request that only reads, in milliseconds. */
const PAUSES = [400, 1200, 3000];

const pause = (milliseconds: number, signal?: AbortSignal) =>
  new Promise<void>((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      resolve();
    }
    window.addEventListener('online', done);
    signal?.addEventListener('abort', done);
  });

const LAST_REQUEST = 'landfall:last-request';
let noted = 0;

/** Records the time of an answer, which extends the session if there is one, for all tabs of this browser. */
function noteRequest(): void {
  noted = Date.now();
  try {
    localStorage.setItem(LAST_REQUEST, String(noted));
  } catch {
    // Without storage each tab knows its own requests only.
  }
}

/** When this browser last received an answer, Unix ms. */
export function lastRequest(): number {
  try {
    return Math.max(noted, Number(localStorage.getItem(LAST_REQUEST)));
  } catch {
    return noted;
  }
}

type How = {
  readonly signal?: AbortSignal | undefined;
  /** The page reads again by itself: that is no activity of its user, and does not prolong the session. */
  readonly repeated?: boolean;
};

async function once(method: Method, path: string, body: unknown, { signal, repeated }: How = {}): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`/api/${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(method === 'GET' ? (repeated ? { 'x-landfall': 'repeated' } : {}) : { 'x-landfall': '1' }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
      redirect: 'error',
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable('No answer', { cause: error });
  }
  if (!repeated) noteRequest();
  if (response.status === 204) return undefined;
  let answer: unknown;
  try {
    answer = await response.json();
  } catch (error) {
    throw new Unreachable('Not an answer of the API', { cause: error });
  }
  if (response.ok) return answer;
  const problem = answer as Partial<Problem>;
  // An answer of API Gateway itself, such as {"message": "Internal Server Error"}, is not a problem document of the API.
  if (typeof problem.code !== 'string') throw new Unreachable(`Status ${response.status}`);
  throw new Refusal(problem as Problem);
}

const isTemporary = (error: unknown) => error instanceof Unreachable || (isRefusal(error) && error.status === 503);

/** Asks for a new logon; true where the same user has logged on again. */
type AskForLogon = (refusal: Refusal) => Promise<boolean>;
let askForLogon: AskForLogon | undefined;

/**
 * From now on a write that is refused because the logon is too old waits for the answer of `ask`, and is sent once more. It was
 * refused, so it can't have been done. @returns what takes `ask` back
 */
export function onStaleLogon(ask: AskForLogon): () => void {
  askForLogon = ask;
  return () => {
    if (askForLogon === ask) askForLogon = undefined;
  };
}

async function write(method: Method, path: string, body: unknown, how: How): Promise<unknown> {
  try {
    return await once(method, path, body, how);
  } catch (error) {
    if (!isRefusal(error, 'session.not_fresh', 'settings.not_proved') || !(await askForLogon?.(error))) throw error;
    return once(method, path, body, how);
  }
}

/** Calls `path` (without `/api/`). @throws Refusal, Unreachable */
async function call<T>(method: Method, path: string, body?: unknown, how: How = {}): Promise<T> {
  const { signal } = how;
  if (method !== 'GET') return (await write(method, path, body, how)) as T;
  for (const milliseconds of PAUSES) {
    try {
      return (await once(method, path, body, how)) as T;
    } catch (error) {
      if (signal?.aborted || !isTemporary(error)) throw error;
    }
    await pause(milliseconds, signal);
  }
  return (await once(method, path, body, how)) as T;
}

/** @param repeated whether the page reads again by itself */
export const get = <T>(path: string, signal?: AbortSignal, repeated = false) =>
  call<T>('GET', path, undefined, { signal, repeated });
export const post = <T>(path: string, body?: unknown, signal?: AbortSignal) => call<T>('POST', path, body, { signal });
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, body);
export const patch = <T>(path: string, body: unknown) => call<T>('PATCH', path, body);
export const remove = (path: string) => call<void>('DELETE', path);

/** Builds a path from segments, such as an id of the page's address: `at('runs', id)`. Free text goes into `query`. */
export const at = (...segments: readonly string[]) => segments.map(encodeURIComponent).join('/');

/**
 * Builds `?a=1&b=2`, or '' without values; empty values are left out. A space is `%20`: `+` stands for one in a form alone,
 * and gateways differ about it.
 */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(String(value).toWellFormed())}`],
  );
  return given.length === 0 ? '' : `?${given.join('&')}`;
}
