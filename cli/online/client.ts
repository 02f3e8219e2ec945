/**
 * Calls the API under /api/operator, signed with SigV4: IAM decides who may call it, and the audit records the caller. Where what a route does
 * depends on the caller's rank, it is asked for as an administrator first; IAM refuses that, before anything is done, where the caller is none.
 */
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { invalid, LandfallError } from '#core/errors.ts';
import { AnsweredError, noteAnswer, unreadableAnswer } from '../text/answered.ts';
import { OPERATOR_ROUTES, type OperatorRoute } from './operator-routes.ts';
import { notRunning, type Target } from './target.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Query = Readonly<Record<string, string | number | undefined>>;
export type Client = {
  readonly target: Target;
  /** @returns the JSON of the answer @throws AnsweredError with the API's own code, status and facts */
  call<T>(method: Method, path: string, options?: { body?: unknown; query?: Query }): Promise<T>;
};

const TRIES = 4;
const TIMEOUT_MS = 60_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

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
      throw lost(target, cause);
    }
  }

  /** Asked for until the deployment is not busy any more, where nothing is changed by it. */
  async function settled(
    method: Method,
    url: URL,
    body: string | undefined,
  ): Promise<{ status: number; text: string }> {
    for (let attempt = 1; ; attempt++) {
      const response = await once(method, url, body);
      const { status } = response;
      if ((status === 429 || status === 503) && method === 'GET' && attempt < TRIES) {
        await pause(200 * 2 ** attempt * (0.5 + Math.random() / 2));
        continue;
      }
      const text = await response.text().catch((cause: unknown) => {
        throw lost(target, cause);
      });
      return { status, text };
    }
  }

  /** Whether IAM has not refused it yet. */
  let administers = true;
  return {
    target,
    async call<T>(method: Method, path: string, options: { body?: unknown; query?: Query } = {}): Promise<T> {
      const route = routeOf(method, path);
      const body = options.body === undefined ? undefined : JSON.stringify(options.body);
      const ask = (prefix: string) => {
        const url = new URL(`${target.apiUrl}${prefix}${path}`);
        url.search = searchOf(options.query ?? {});
        return settled(method, url, body);
      };
      if (route?.byRank && administers) {
        const { status, text } = await ask('/api/operator/administer');
        if (!isRefusedByIam(status, text)) return taken(status, text, route) as T;
        administers = false;
      }
      const { status, text } = await ask('/api/operator');
      return taken(status, text, route) as T;
    },
  };
}

/** A path's names in `OPERATOR_ROUTES` stand for one of its parts each. */
function routeOf(method: Method, path: string): OperatorRoute | undefined {
  const fits = (name: string) =>
    new RegExp(`^${name.replaceAll(/\{\w+\}/gu, '[^/]+')}$`, 'u').test(`${method} ${path}`);
  const found = Object.entries(OPERATOR_ROUTES).find(([name]) => fits(name));
  return found?.[1];
}

/** @returns what an answer holds @throws AnsweredError, LandfallError */
function taken(status: number, text: string, route: OperatorRoute | undefined): unknown {
  if (status >= 200 && status < 300) return answerIn(text);
  throw failure(status, text, route);
}

/** API Gateway says it without a code of ours, before any function runs. */
const isRefusedByIam = (status: number, text: string): boolean =>
  status === 403 && problemIn(text)['code'] === undefined;

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

const lost = ({ stack }: Target, cause: unknown): LandfallError =>
  stack === undefined ? notRunning(cause) : unreachable(cause);

/** @throws LandfallError deployment.answer_unreadable */
function answerIn(text: string): unknown {
  try {
    const answer: unknown = text === '' ? undefined : JSON.parse(text);
    noteAnswer();
    return answer;
  } catch (cause) {
    throw unreadableAnswer(cause);
  }
}

/** The problem (RFC 9457) of an unsuccessful answer; empty where it holds none. */
function problemIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const problem: unknown = JSON.parse(text);
    return typeof problem === 'object' && problem !== null ? { ...problem } : {};
  } catch {
    return {};
  }
}

/** The error that an unsuccessful answer describes. */
function failure(status: number, text: string, route: OperatorRoute | undefined): Error {
  const { code, title, status: _status, type: _type, ...facts } = problemIn(text);
  if (typeof code === 'string' && code !== '')
    return new AnsweredError(code, status, typeof title === 'string' ? title : code, facts);
  if (status === 403) {
    const { policies = [] } = route ?? {};
    const needed =
      policies.length > 0 ? `the deployment’s policy ${policies.join(' or ')}` : 'a policy of the deployment';
    return invalid(
      'operator.forbidden',
      `Your AWS identity may not do this. It needs ${needed}: whoever manages its role in IAM can attach it.`,
      { policies },
    );
  }
  if (status < 500)
    return new AnsweredError('request.refused', status, `The deployment refused the request (HTTP ${status}).`);
  const detail = 'The deployment failed to answer. Try again in a minute; its logs say more.';
  return new AnsweredError('deployment.failed', status, detail);
}
