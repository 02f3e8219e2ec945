import type { Translation } from '../../shared/i18n/language.ts';
import { fr as shared } from '../../shared/texts/fr.ts';
import type { texts as en } from './en.ts';
import { audit } from './fr/audit.ts';
import { callers } from './fr/callers.ts';
import { campaign } from './fr/campaign.ts';
import { campaigns } from './fr/campaigns.ts';
import { cutOver } from './fr/cut-over.ts';
import { frame } from './fr/frame.ts';
import { mailTexts } from './fr/mail-texts.ts';
import { people } from './fr/people.ts';
import { plan } from './fr/plan.ts';
import { questions } from './fr/questions.ts';
import { records } from './fr/records.ts';
import { migrations } from './fr/runs.ts';
import { settingFields } from './fr/setting-fields.ts';
import { settings } from './fr/settings.ts';
import { sources } from './fr/sources.ts';
import { tokens } from './fr/tokens.ts';
import { ui } from './fr/ui.ts';
import { upload } from './fr/upload.ts';
import { users } from './fr/users.ts';

export const texts: Translation<typeof en> = {
  ...shared,
  ...frame,
  ...ui,
  ...migrations,
  ...sources,
  ...plan,
  ...campaign,
  ...cutOver,
  ...campaigns,
  ...people,
  ...records,
  ...upload,
  ...users,
  ...callers,
  ...tokens,
  ...mailTexts,
  ...settings,
  ...settingFields,
  ...questions,
  ...audit,
};
