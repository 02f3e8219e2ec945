import { createChallenge } from '#adapters/challenges.ts';
import { readUser } from '#adapters/directory.ts';
import { environment } from '#adapters/environment.ts';
import { sendMail } from '#adapters/mail.ts';
import * as claims from '#adapters/mail-claims.ts';
import { readSettings } from '#adapters/settings.ts';
import { hit } from '#adapters/throttles.ts';
import { composeMail } from '#core/access/recovery/mails.ts';
import { createHandler } from './handler.ts';

const ports = { createChallenge, hit, readSettings, readUser };

export const handler = createHandler({
  ...claims,
  compose: (request, now) => composeMail(ports, request, environment('PUBLIC_ORIGIN'), now),
  sendMail,
  now: () => Date.now(),
});
