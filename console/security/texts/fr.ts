import type { Translation } from '../../shared/i18n.ts';
import { fr as shared } from '../../shared/texts/fr.ts';
import type { texts as en } from './en.ts';
import { frame } from './fr/frame.ts';
import { migrations } from './fr/migrations.ts';
import { records } from './fr/records.ts';
import { upload } from './fr/upload.ts';

export const texts: Translation<typeof en> = { ...shared, ...frame, ...migrations, ...records, ...upload };
