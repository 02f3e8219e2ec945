import * as z from 'zod';
import { type LostPorts, showTokens } from '#core/access/profile/tokens.ts';
import { tokenFields } from '#core/export/record.ts';
import { TOKEN_STATES } from '#core/tokens/state.ts';
import { user } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers, isoTime } from '../route/shapes.ts';

const own = answers<Awaited<ReturnType<typeof showTokens>>>()(
  z.strictObject({
    tokens: z.array(
      z.strictObject({
        serial: z.string(),
        nickname: z.string().optional(),
        pinStyle: tokenFields.pinStyle,
        state: z
          .enum(TOKEN_STATES)
          .describe('Only an `enabled` one logs on, and a `suspended` one by two successive codes'),
        newPinMode: z.boolean(),
        expiresAt: isoTime.optional(),
      }),
    ),
  }),
);

export const showMyTokens = route({
  id: 'showMyTokens',
  method: 'GET',
  path: '/me/tokens',
  summary: 'One’s own tokens',
  caller: user,
  answer: { status: 200, means: 'Those assigned to the user.', body: { name: 'MyTokens', schema: own } },
  errors: [],
  handle: async (deps: LostPorts, { actor, now }) => ({ body: await showTokens(deps, actor, now) }),
});
