import * as z from 'zod';
import { addressOf } from '#core/address.ts';
import { sendTestMail, type TestMailPorts } from '#core/administration/test-mail.ts';
import { LANGUAGES } from '#core/languages.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { mail, SENDER_ERRORS } from './campaign.ts';

export const testCampaign = route({
  id: 'testCampaign',
  method: 'POST',
  path: '/campaigns/test',
  summary: 'Send the mail of a campaign to oneself',
  details: 'An administrator’s own address is taken; an operator, who has none here, names one.',
  caller: migrating('admin'),
  credentials: 'kept',
  body: {
    name: 'TestMail',
    schema: z.strictObject({
      mail,
      language: z.enum(LANGUAGES).optional(),
      to: z
        .string()
        .max(254)
        .refine((text) => addressOf(text) === text, 'no address')
        .optional(),
    }),
    example: { mail: 'migration', language: 'en' },
  },
  answer: {
    status: 200,
    means: 'The mail service has taken it.',
    body: { name: 'TestMailSent', schema: z.strictObject({ to: z.string() }) },
  },
  errors: ['campaign.test_address', ...SENDER_ERRORS],
  handle: async (deps: TestMailPorts, { actor, body: { mail: kind, language, to }, now }) => ({
    body: await sendTestMail(
      deps,
      { mail: kind, ...(language ? { language } : {}), ...(to === undefined ? {} : { to }) },
      { actor, now },
    ),
  }),
});
