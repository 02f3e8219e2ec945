/** A7: whether the logon is recent enough for what the request does to credentials. */
import { isFresh } from '#core/access/session.ts';
import { invalid } from '#core/errors.ts';
import type { Credentials, Described } from '../route/route.ts';
import { foundIn, type Guard } from './guard.ts';

const changes = (credentials: Credentials, body: unknown): boolean =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `route` saw to it that the function takes what the schema gives
  typeof credentials === 'function' ? credentials(body as never) : credentials === 'changed';

/** Runs when the body is parsed and the caller known. @throws LandfallError session.not_fresh (403) */
export function freshLogon({ credentials = 'kept' }: Pick<Described, 'credentials'>): Guard {
  return {
    before: ({ context }) => {
      const { actor, body, now } = foundIn(context);
      if (!changes(credentials, body)) return;
      const fresh = actor !== undefined && ('session' in actor ? isFresh(actor.session, now) : actor.fresh);
      if (!fresh) throw invalid('session.not_fresh', 'Log on again to do this.');
    },
  };
}
