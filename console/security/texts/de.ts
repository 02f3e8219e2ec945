import type { Translation } from '../../shared/i18n.ts';
import { de as shared } from '../../shared/texts/de.ts';
import { audit } from './de/audit.ts';
import { frame } from './de/frame.ts';
import { migrations } from './de/migrations.ts';
import { parts } from './de/parts.ts';
import { questions } from './de/questions.ts';
import { records } from './de/records.ts';
import { settings } from './de/settings.ts';
import { tokens } from './de/tokens.ts';
import { upload } from './de/upload.ts';
import { users } from './de/users.ts';
import type { texts as en } from './en.ts';

export const texts: Translation<typeof en> = {
  ...shared,
  ...frame,
  ...parts,
  ...migrations,
  ...records,
  ...upload,
  ...users,
  ...tokens,
  ...settings,
  ...questions,
  ...audit,
};
