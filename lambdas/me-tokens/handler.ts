/** A user's own tokens. Only a full session gets here, and only to tokens of its user. */
import { changePin, type PinChangePorts } from '#core/access/profile/pin.ts';
import { describeSession } from '#core/access/profile/profile.ts';
import { type ResynchronisePorts, resynchroniseOwn } from '#core/access/profile/resynchronise.ts';
import { type LostPorts, reportLost, showTokens } from '#core/access/profile/tokens.ts';
import { sessionCookie } from '#core/access/session.ts';
import type { RequireUser } from '../actor.ts';
import { api, type Request } from '../http.ts';
import { parse } from '../parse.ts';
import { pinBody, resynchroniseBody } from './schema.ts';

export type Deps = LostPorts & PinChangePorts & ResynchronisePorts & { readonly requireUser: RequireUser };

const serialOf = ({ params }: Request) => params['serial'] ?? '';

export const createHandler = (deps: Deps) =>
  api({
    'GET /api/me/tokens': async (request) => {
      const owner = await deps.requireUser(request);
      return { status: 200, body: await showTokens(deps, owner, request.now) };
    },
    'POST /api/me/tokens/{serial}/lost': async (request) => {
      const owner = await deps.requireUser(request);
      const { session, token } = await reportLost(deps, owner, serialOf(request), request.now);
      const body = { status: 'reported-lost', session: describeSession(session) };
      return { status: 200, cookies: [sessionCookie(token)], body };
    },
    'POST /api/me/tokens/{serial}/resynchronise': async (request) => {
      const owner = await deps.requireUser(request);
      const codes = parse(resynchroniseBody, request.body);
      await resynchroniseOwn(deps, owner, serialOf(request), codes, request.now);
      return { status: 200, body: { status: 'resynchronised' } };
    },
    'PUT /api/me/tokens/{serial}/pin': async (request) => {
      const owner = await deps.requireUser(request);
      const { passcode, ...given } = parse(pinBody, request.body);
      const pin = 'pin' in given ? given.pin : undefined;
      return { status: 200, body: await changePin(deps, owner, serialOf(request), { passcode, pin }, request.now) };
    },
  });
