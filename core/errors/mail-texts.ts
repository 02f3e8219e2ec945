/** Of the texts of mails, and of the organisation's colour and logo. */
import { type Definitions, fact } from './definition.ts';

/** What is wrong with a mail text: see core/mail/own-text.ts. */
type Fault = { readonly field: string; readonly wrong: string; readonly placeholder?: string };

export const MAIL_TEXTS = {
  'mail_text.invalid': {
    status: 422,
    means:
      'A mail text names a placeholder that the mail does not have, lacks one that it needs, or holds what no mail may.',
    facts: { faults: fact<readonly Fault[]>('field, what is wrong, and the placeholder it is about') },
  },
  'mail_text.conflict': {
    status: 409,
    means: 'Someone else saved this mail text since this `version`. Read it again.',
    facts: { expectedVersion: fact<number>() },
  },
  'branding.logo': {
    status: 422,
    means: 'The logo is no PNG, JPEG or WebP image within the limits.',
    facts: { reason: fact<string>('`type`, `size`, `dimensions` or `broken`') },
  },
  'branding.conflict': {
    status: 409,
    means: 'Someone else saved colour or logo since this `version`. Read them again.',
    facts: { expectedVersion: fact<number>() },
  },
  'branding.no_logo': { status: 404, means: 'There is no logo.' },
} as const satisfies Definitions;
