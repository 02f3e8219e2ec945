/**
 * Calls the API under /api/operator, signed with SigV4: IAM decides who may call it, and the audit records the caller.
 */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { invalid, LandfallError } from '#core/errors.ts';
import { AnsweredError } from '../text/answered.ts';
import { notRunning, type Target } from './target.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
export type Query = Readonly<Record<string, string | number | undefined>>;
export type Client = {
  readonly target: Target;
  /** @returns the JSON of the answer @throws AnsweredError with the API's own code, status and facts */
  call<T>(method: Method, path: string, options?: { body?: unknown; query?: Query }): Promise<T>;
};

const TRIES = 4;
const TIMEOUT_MS = 60_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Problem = { code?: string; title?: string; status?: number } & Record<string, unknown>;

/** @param send `fetch`, or a test's own */
export function createClient(target: Target, send: typeof fetch = fetch): Client {
  const { credentials, region } = target;
  const signer = new SignatureV4({ service: 'execute-api', region, credentials, sha256: Sha256 });

  async function once(method: Method, url: URL, body: string | undefined): Promise<Response> {
    const signed = await signer.sign({
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    });
    const { host: _host, ...headers } = signed.headers;
    try {
      const init = { method, headers, signal: AbortSignal.timeout(TIMEOUT_MS) };
      return await send(url, body === undefined ? init : { ...init, body });
    } catch (cause) {
      throw target.stack === undefined ? notRunning(cause) : unreachable(cause);
    }
  }

  return {
    target,
    async call<T>(method: Method, path: string, options: { body?: unknown; query?: Query } = {}): Promise<T> {
      const url = new URL(`${target.apiUrl}/api/operator${path}`);
      url.search = searchOf(options.query ?? {});
      const body = options.body === undefined ? undefined : JSON.stringify(options.body);
      for (let attempt = 1; ; attempt++) {
        const response = await once(method, url, body);
        const busy = response.status === 429 || response.status === 503;
        // Only requests that change nothing are repeated automatically.
        if (busy && method === 'GET' && attempt < TRIES) {
          await pause(200 * 2 ** attempt * (0.5 + Math.random() / 2));
          continue;
        }
        const text = await response.text();
        if (response.ok) return (text === '' ? undefined : JSON.parse(text)) as T;
        throw failure(response.status, text);
      }
    },
  };
}

/** A space is `%20`: SigV4 signs it so, and a gateway may take a `+` for itself. */
const searchOf = (query: Query): string =>
  Object.entries(query)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${encodeURIComponent(String(value).toWellFormed())}`],
    )
    .join('&');

function unreachable(cause: unknown): LandfallError {
  const detail = 'The deployment does not answer. Check the network and the region, then try again.';
  return new LandfallError('deployment.unreachable', { cause, detail });
}

/** The error that an unsuccessful answer describes. */
function failure(status: number, text: string): Error {
  let problem: Problem = {};
  try {
    problem = JSON.parse(text) as Problem;
  } catch {}
  const { code, title, status: _status, type: _type, ...facts } = problem;
  if (code !== undefined) return new AnsweredError(code, status, title ?? code, facts);
  if (status === 403)
    return invalid(
      'operator.forbidden',
      'Your AWS identity may not call this API. It needs execute-api:Invoke on /api/operator/*.',
    );
  if (status < 500)
    return new AnsweredError('request.refused', status, `The deployment refused the request (HTTP ${status}).`);
  const detail = 'The deployment failed to answer. Try again in a minute; its logs say more.';
  return new AnsweredError('deployment.failed', status, detail);
}
