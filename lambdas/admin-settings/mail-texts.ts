/** The texts of mails: which there are, and what each says. */
import * as z from 'zod';
import { type ListedText, listMailTexts, type MailTextPorts, saveMailText } from '#core/administration/mail-texts.ts';
import { itemVersion } from '#core/directory/version.ts';
import { LANGUAGES } from '#core/languages.ts';
import { OWN_TEXT_LIMITS, TEXT_FAULTS } from '#core/mail/own-text.ts';
import { MAIL_KINDS } from '#core/mail/texts/model.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';
import { version } from './settings.ts';

export const name = { language: z.enum(LANGUAGES), kind: z.enum(MAIL_KINDS) };
/** Longer than the rules allow, so that it is they that refuse, with a sentence. */
export const ownText = z.strictObject({
  subject: z.string().max(10 * OWN_TEXT_LIMITS.subject),
  text: z.string().max(4 * OWN_TEXT_LIMITS.text),
});
const fault = z.strictObject({
  field: z.enum(['subject', 'text']),
  wrong: z.enum(TEXT_FAULTS),
  placeholder: z.string().optional(),
});
const listed = answers<ListedText>()(
  z.strictObject({
    ...name,
    version,
    own: z.strictObject({ subject: z.string(), text: z.string() }).optional().describe('Absent: the product’s'),
    product: z.strictObject({ subject: z.string(), text: z.string() }),
    placeholders: z.array(z.string()).describe('What the text may name in braces, the required ones first'),
    required: z.array(z.string()),
    faults: z
      .array(fault)
      .optional()
      .describe('Why the own text is not used: it was saved under rules of a release before'),
  }),
);
const body = { name: 'MailText', schema: listed } as const;

export const showMailTexts = route({
  id: 'showMailTexts',
  method: 'GET',
  path: '/mail-texts',
  summary: 'The texts of all mails in all languages',
  caller: administrator('admin'),
  answer: {
    status: 200,
    means: 'Each with its own text, if any, and the product’s.',
    body: { name: 'MailTexts', schema: z.strictObject({ texts: z.array(listed) }) },
  },
  errors: [],
  handle: async (deps: Pick<MailTextPorts, 'readMailTexts'>) => ({ body: { texts: await listMailTexts(deps) } }),
});

export const saveText = route({
  id: 'saveMailText',
  method: 'PUT',
  path: '/mail-texts',
  summary: 'Write a mail’s text',
  details:
    'Plain text: a blank line ends a paragraph, lines that begin with a number are steps, `{link}` and `{code}` stand on a line of their own. What looks like HTML is shown as typed. Greeting and closing stay the product’s. Functions that send read texts once a minute.',
  caller: administrator('super-admin'),
  // saveMailText asks for a fresh logon.
  credentials: 'kept',
  body: {
    name: 'MailTextChange',
    schema: z.strictObject({ ...name, version: itemVersion, ...ownText.shape }),
    example: {
      language: 'en',
      kind: 'recovery-link',
      version: 0,
      subject: '{organisation}: your new password',
      text: 'Someone asked for a new password for {userId}.\n\n{link}',
    },
  },
  answer: { status: 200, means: 'Saved.', body },
  errors: ['mail_text.invalid', 'mail_text.conflict', 'session.not_fresh'],
  handle: async (deps: MailTextPorts, { actor, body: { language, kind, version: seen, ...own }, now }) => ({
    body: await saveMailText(deps, { language, kind }, own, seen, { actor, now }),
  }),
});

export const resetText = route({
  id: 'resetMailText',
  method: 'DELETE',
  path: '/mail-texts',
  summary: 'Back to the product’s text',
  caller: administrator('super-admin'),
  credentials: 'kept',
  query: {
    schema: z.strictObject({ ...name, version: z.coerce.number().pipe(itemVersion) }),
    means: { language: 'Language', kind: 'Kind of mail', version: 'The version that was seen' },
  },
  answer: { status: 200, means: 'The product’s text is used again.', body },
  errors: ['mail_text.conflict', 'session.not_fresh'],
  handle: async (deps: MailTextPorts, { actor, query: { language, kind, version: seen }, now }) => ({
    body: await saveMailText(deps, { language, kind }, undefined, seen, { actor, now }),
  }),
});
