import type { Translation } from '../../shared/i18n.ts';
import { fr as shared } from '../../shared/texts/fr.ts';
import { texts as en } from './en.ts';

export const texts: Translation<typeof en> = { ...en, ...shared };
