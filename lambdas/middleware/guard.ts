/** The shape of what stands before a route, and what it finds out for those behind it. */
import type middy from '@middy/core';
import type { Context } from 'aws-lambda';
import type { Actor, Operator, SessionActor } from '../route/actor.ts';
import type { HttpEvent, HttpResult } from '../route/http.ts';

export type Found = {
  /** Unix milliseconds, read once a request. */
  readonly now: number;
  readonly cookies: Readonly<Record<string, string>>;
  /** The viewer's address, the only source address there is; of an operator the address that API Gateway saw. */
  readonly source: string;
  /** What the User-Agent says: see browserOf. */
  readonly browser?: string | undefined;
  /** A caller of /api/operator/*, whom AWS_IAM has verified. */
  readonly operator?: Operator;
  /** The page repeats the request by itself. */
  readonly repeated?: boolean;
  params?: Readonly<Record<string, string>>;
  /** Parsed JSON, or undefined where there is none; once `input` has run, what the route's schema made of it. */
  body?: unknown;
  query?: unknown;
  actor?: SessionActor | Actor;
};
/** Kept in the context, since the event is what came from outside. */
export type GuardContext = Context & { found?: Found };
export type Guard = middy.MiddlewareObj<HttpEvent, HttpResult, Error, GuardContext>;

/** @throws Error where `arrival` has not run before: a mistake in the order of the guards */
export function foundIn({ found }: GuardContext): Found {
  if (!found) throw new Error('The request has not arrived yet.');
  return found;
}
