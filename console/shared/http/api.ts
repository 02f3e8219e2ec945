/**
 * The API as the consoles call it: JSON both ways, problems as errors, and the network's failures told apart from refusals.
 * What only reads is asked again by itself; what writes never is, since nobody knows whether the first one arrived.
 */
import type { Problem } from './api-types.ts';

export type ProblemCode = Problem['code'];

/** A refusal (RFC 9457). `facts`: what else the problem holds, by its code (docs/api.md). */
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

/** No answer came: the network is gone, or whoever answered was not the API. */
export class Unreachable extends Error {}

export const isRefusal = (error: unknown, ...codes: readonly ProblemCode[]): error is Refusal =>
  error instanceof Refusal && (codes.length === 0 || codes.includes(error.code));

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Between the tries of a request that only reads, in milliseconds. */
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

/** Every answer means that the session, if there is one, goes on: noted for the other tabs too. */
function noteRequest(): void {
  noted = Date.now();
  try {
    localStorage.setItem(LAST_REQUEST, String(noted));
  } catch {
    // Then each tab knows of its own requests only.
  }
}

/** When this browser had its last answer, Unix ms. */
export function lastRequest(): number {
  try {
    return Math.max(noted, Number(localStorage.getItem(LAST_REQUEST)));
  } catch {
    return noted;
  }
}

async function once(method: Method, path: string, body: unknown, signal?: AbortSignal): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`/api/${path}`, {
      method,
      headers: {
        accept: 'application/json',
        ...(method === 'GET' ? {} : { 'x-landfall': '1' }),
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
  noteRequest();
  if (response.status === 204) return undefined;
  let answer: unknown;
  try {
    answer = await response.json();
  } catch (error) {
    throw new Unreachable('Not an answer of the API', { cause: error });
  }
  if (response.ok) return answer;
  const problem = answer as Partial<Problem>;
  // API Gateway's own words, such as {"message": "Internal Server Error"}, are no problem of the API's.
  if (typeof problem.code !== 'string') throw new Unreachable(`Status ${response.status}`);
  throw new Refusal(problem as Problem);
}

const passes = (error: unknown) => error instanceof Unreachable || (isRefusal(error) && error.status === 503);

/** Calls `path` (without `/api/`). @throws Refusal, Unreachable */
export async function call<T>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  if (method !== 'GET') return (await once(method, path, body, signal)) as T;
  for (const milliseconds of PAUSES) {
    try {
      return (await once(method, path, body, signal)) as T;
    } catch (error) {
      if (signal?.aborted || !passes(error)) throw error;
    }
    await pause(milliseconds, signal);
  }
  return (await once(method, path, body, signal)) as T;
}

export const get = <T>(path: string, signal?: AbortSignal) => call<T>('GET', path, undefined, signal);
export const post = <T>(path: string, body?: unknown, signal?: AbortSignal) => call<T>('POST', path, body, signal);
export const put = <T>(path: string, body: unknown) => call<T>('PUT', path, body);
export const patch = <T>(path: string, body: unknown) => call<T>('PATCH', path, body);
export const remove = (path: string) => call<void>('DELETE', path);

/** A path of parts that may hold anything: `at('admin', 'users', userId)`. */
export const at = (...parts: readonly string[]) => parts.map(encodeURIComponent).join('/');

/** `?a=1&b=2` of what is given; nothing of what is empty. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const given = Object.entries(values).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
}
