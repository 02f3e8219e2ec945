import * as z from 'zod';
import type { VersionedSettings } from '#adapters/directory/settings.ts';
import { previewMail as preview } from '#core/administration/mail-texts.ts';
import type { MailDesign } from '#core/mail/design.ts';
import type { RenderedMail } from '#core/mail/render.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';
import { name, ownText } from './mail-texts.ts';

type PreviewPorts = {
  readSettings(): Promise<VersionedSettings>;
  readSavedDesign(): Promise<MailDesign>;
  publicOrigin(): string;
};
const mail = answers<RenderedMail>()(z.strictObject({ subject: z.string(), text: z.string(), html: z.string() }));

export const previewMail = route({
  id: 'previewMail',
  method: 'POST',
  path: '/mail-texts/preview',
  summary: 'A mail as its users would read it',
  details:
    'With examples for names, times and links. Without `own`: as it is saved. Nothing is sent and nothing is saved.',
  caller: administrator('admin'),
  credentials: 'kept',
  body: {
    name: 'MailPreviewAsked',
    schema: z.strictObject({ ...name, own: ownText.optional() }),
    example: { language: 'de', kind: 'migration' },
  },
  answer: { status: 200, means: 'Subject, plain text and HTML.', body: { name: 'MailPreview', schema: mail } },
  errors: ['mail_text.invalid'],
  handle: async (deps: PreviewPorts, { body: { own, ...of }, now }) => {
    const [{ settings }, design] = await Promise.all([deps.readSettings(), deps.readSavedDesign()]);
    return { body: preview(of, own, settings, { design, origin: deps.publicOrigin(), now }) };
  },
});
