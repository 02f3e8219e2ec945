/** Tokens as administrators find and handle them. */

import * as tokens from '#core/administration/tokens/administer.ts';
import { tokenAssignment, tokenUnassignment } from '#core/administration/tokens/assign.ts';
import { tokenEdit } from '#core/administration/tokens/edit.ts';
import { tokenDetail } from '#core/administration/tokens/view.ts';
import type { Asked } from '#core/administration/users/administer.ts';
import type { Role, Token } from '#core/directory/model.ts';
import type { RequireAdministrator } from '../actor.ts';
import { adminRoutes } from '../admin.ts';
import { api, type Request, type Route } from '../http.ts';
import { parse } from '../parse.ts';
import { type FindPorts, findTokens } from './find.ts';
import { resynchronisation, search } from './schema.ts';

export type Deps = tokens.TokenAdministrationPorts &
  FindPorts & { readonly requireAdministrator: RequireAdministrator };

const serialOf = ({ params }: Request) => params['serial'] ?? '';

export function createHandler(deps: Deps) {
  const views = async (found: readonly Token[], now: number) => {
    const { settings } = await deps.readSettings();
    return found.map((token) => tokenDetail(token, settings.tokenPolicy, now));
  };
  const shown = async (token: Token, now: number) => ({ status: 200, body: (await views([token], now))[0] });
  const act =
    (role: Role, run: (serial: string, body: unknown, asked: Asked) => Promise<Token>): Route =>
    async (request) => {
      const asked = { actor: await deps.requireAdministrator(request, role), now: request.now };
      return shown(await run(serialOf(request), request.body, asked), request.now);
    };
  return api(
    adminRoutes({
      'GET /tokens': async (request) => {
        await deps.requireAdministrator(request, 'help-desk');
        const found = await findTokens(deps, parse(search, request.query));
        return { status: 200, body: { ...found, tokens: await views(found.tokens, request.now) } };
      },
      'GET /tokens/{serial}': act('help-desk', (serial) => tokens.existingToken(deps, serial)),
      'PATCH /tokens/{serial}': act('help-desk', (serial, body, asked) =>
        tokens.editToken(deps, serial, parse(tokenEdit, body), asked),
      ),
      'POST /tokens/{serial}/assign': act('admin', (serial, body, asked) =>
        tokens.assignToken(deps, serial, parse(tokenAssignment, body), asked),
      ),
      'POST /tokens/{serial}/unassign': act('admin', (serial, body, asked) =>
        tokens.unassignToken(deps, serial, parse(tokenUnassignment, body).version, asked),
      ),
      'POST /tokens/{serial}/resynchronise': act('help-desk', (serial, body, asked) =>
        tokens.resynchroniseToken(deps, serial, parse(resynchronisation, body), asked),
      ),
    }),
  );
}
