/**
 * A function's handler, made of its routes. Before each stand the guards that follow from it, in this order: what proves
 * that the request came the right way, its body as JSON, who is calling, the schemas, and how fresh the logon is.
 *
 * @middy/http-router is not used: the gateway has matched the path already and names its route in the event, and two
 * matchers could disagree about a path. Nor is @middy/http-header-normalizer: the gateway hands names over in lower case.
 */
import middy from '@middy/core';
import type { SessionPorts } from '#core/access/session.ts';
import { invalid } from '#core/errors.ts';
import { arrival } from '../middleware/arrival.ts';
import { callerIs } from '../middleware/caller.ts';
import { freshLogon } from '../middleware/fresh-logon.ts';
import { foundIn, type Guard, type GuardContext } from '../middleware/guard.ts';
import { input } from '../middleware/input.ts';
import { jsonBody } from '../middleware/json-body.ts';
import { ownHeader } from '../middleware/landfall-header.ts';
import { operatorArn } from '../middleware/operator-arn.ts';
import { originSecret } from '../middleware/origin-secret.ts';
import { problemJson } from '../middleware/problem-json.ts';
import { securityHeaders } from '../middleware/security-headers.ts';
import { isOperators, operatorsRole } from '../route/callers.ts';
import type { HttpEvent, HttpResult } from '../route/http.ts';
import { type DepsOf, type Image, keysOf, type Route } from '../route/route.ts';
import { invoked } from '../shared/invoked.ts';

/** What the guards need. */
export type GuardPorts = SessionPorts & { originSecrets(): Promise<readonly string[]> };
export type Handler = (event: HttpEvent, context: never) => Promise<HttpResult>;

/** What proves that a request came through the distribution from our own page, or from an operator, by its route's key. */
function wayGuards(key: string, ports: GuardPorts): Guard[] {
  if (isOperators(key)) return [operatorArn(key)];
  return [originSecret(ports.originSecrets), ...(key.startsWith('GET ') ? [] : [ownHeader()])];
}

const wrapped = (key: string, ports: GuardPorts) =>
  middy<HttpEvent, HttpResult, Error, GuardContext>()
    .use(securityHeaders())
    .use(problemJson())
    .use(wayGuards(key, ports));

/** A browser may keep what its address names the version of; S4 has no other answer stored. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

const sentImage = (statusCode: number, { bytes, type, immutable }: Image): HttpResult => ({
  statusCode,
  headers: { 'content-type': type, ...(immutable ? { 'cache-control': IMMUTABLE } : {}) },
  body: Buffer.from(bytes).toString('base64'),
  isBase64Encoded: true,
});

function served(key: string, route: Route<never>, deps: unknown, ports: GuardPorts): Handler {
  const { caller, answer, handle } = route;
  const guards = [
    arrival(operatorsRole(key, caller)),
    // A body that the route does not describe is not looked at.
    ...(route.body ? [jsonBody()] : []),
    ...(caller.by === 'everybody' ? [] : [callerIs(caller, ports)]),
    input(route),
    freshLogon(route),
  ];
  return wrapped(key, ports)
    .use(guards)
    .handler(async (_event: HttpEvent, context: GuardContext): Promise<HttpResult> => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `route` saw to it that both are what its handler takes
      const { body, image, cookie } = await handle(deps as never, foundIn(context) as never);
      if (image) return sentImage(answer.status, image);
      return {
        statusCode: answer.status,
        headers: { 'content-type': 'application/json' },
        ...(cookie === undefined ? {} : { cookies: [cookie] }),
        body: body === undefined ? '' : JSON.stringify(body),
      };
    });
}

/** The handler of a function that serves these routes. @param ports what the guards need */
export function serve<const Routes extends readonly Route<never>[]>(
  routes: Routes,
  deps: DepsOf<Routes>,
  ports: GuardPorts,
): Handler {
  const handlers = new Map(routes.flatMap((one) => keysOf(one).map((key) => [key, served(key, one, deps, ports)])));
  /** The gateway has a route that the function has not: guarded like all others. */
  const unknown = (key: string) =>
    wrapped(key, ports).handler(() => Promise.reject(invalid('request.not_found', 'There is no such route.')));
  return invoked(
    ({ routeKey: route, requestContext: { requestId: apiRequestId } }: HttpEvent) => ({ apiRequestId, route }),
    (event, context) => (handlers.get(event.routeKey) ?? unknown(event.routeKey))(event, context),
  );
}
