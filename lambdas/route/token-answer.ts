/** A token as administrators see one, and what every act on one has in common. */
import * as z from 'zod';
import type { TokenAdministrationPorts } from '#core/administration/tokens/administer.ts';
import { type TokenDetail, tokenDetail } from '#core/administration/tokens/view.ts';
import type { Token } from '#core/directory/model.ts';
import { tokenFields } from '#core/export/record.ts';
import { TOKEN_STATES } from '#core/tokens/state.ts';
import { CREDENTIAL_ERRORS } from './error-lists.ts';
import { answers, isoTime } from './shapes.ts';

const text = z.string().optional();

export const token = answers<TokenDetail>()(
  z.strictObject({
    serial: z.string(),
    algorithm: tokenFields.algorithm,
    digits: z.number(),
    interval: z.number().describe('Seconds; 0 for HOTP'),
    pinStyle: tokenFields.pinStyle,
    state: z
      .enum(TOKEN_STATES)
      .describe(
        'What it is good for now; only an `enabled` one logs on, and a `suspended` one by two successive codes',
      ),
    enabled: z.boolean(),
    lost: z.boolean(),
    newPinMode: z.boolean(),
    nextTokencodeMode: z.boolean().describe('After so many wrong passcodes a right one is asked for its successor'),
    failures: z.number().describe('Wrong passcodes in a row'),
    clockOffset: z.number().describe('In intervals; positive where the device’s clock is ahead'),
    nickname: text,
    assignee: text.describe('The user ID it is assigned to, case-folded'),
    startsAt: isoTime.optional(),
    expiresAt: isoTime.optional(),
    createdAt: isoTime,
    updatedAt: isoTime,
    version: z.number().describe('Rises with every act; an act names the version it saw'),
  }),
);

export const tokenAnswer = {
  status: 200,
  means: 'The token after it.',
  body: { name: 'Token', schema: token },
} as const;
export const ACT_ERRORS = [
  'token.not_found',
  'token.conflict',
  'user.higher_role',
  'token.own',
  ...CREDENTIAL_ERRORS,
] as const;

type ViewPorts = Pick<TokenAdministrationPorts, 'readSettings'>;

/** Without their secrets; states as of `now` (Unix milliseconds). */
export async function viewsOf(deps: ViewPorts, tokens: readonly Token[], now: number): Promise<TokenDetail[]> {
  const { settings } = await deps.readSettings();
  return tokens.map((one) => tokenDetail(one, settings.tokenPolicy, now));
}

/** The answer to an act on one token. */
export const replyWith = async (deps: ViewPorts, one: Token, now: number) => ({
  body: (await viewsOf(deps, [one], now))[0]!,
});
