import type { Translation } from '../../shared/i18n.ts';
import { de as shared } from '../../shared/texts/de.ts';
import { texts as en } from './en.ts';

export const texts: Translation<typeof en> = { ...en, ...shared };
