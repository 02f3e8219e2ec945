import { environment } from '#adapters/aws/environment.ts';
import { peppers } from '#adapters/aws/keys.ts';
import { readUser } from '#adapters/directory/index.ts';
import { readMailDesign } from '#adapters/directory/mail-texts.ts';
import { readSettings } from '#adapters/directory/settings.ts';
import * as claims from '#adapters/mail/claims.ts';
import { checkSender, sendMail } from '#adapters/mail/ses.ts';
import { createChallenge } from '#adapters/operations/challenges.ts';
import { hit } from '#adapters/operations/throttles.ts';
import { composeMail } from '#core/access/recovery/mails.ts';
import { createHandler } from './handler.ts';

const ports = { createChallenge, hit, peppers, readMailDesign, readSettings, readUser };

export const handler = createHandler({
  ...claims,
  checkSender: async () => checkSender((await readSettings()).settings),
  compose: (request, now, id) => composeMail(ports, request, environment('PUBLIC_ORIGIN'), now, id),
  sendMail,
  now: () => Date.now(),
});
