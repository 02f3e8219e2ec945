import type { Translation } from '../../shared/i18n.ts';
import { de as shared } from '../../shared/texts/de.ts';
import { frame } from './de/frame.ts';
import { migrations } from './de/migrations.ts';
import { records } from './de/records.ts';
import { upload } from './de/upload.ts';
import type { texts as en } from './en.ts';

export const texts: Translation<typeof en> = { ...shared, ...frame, ...migrations, ...records, ...upload };
