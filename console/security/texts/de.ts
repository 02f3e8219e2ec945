import type { Translation } from '../../shared/i18n/language.ts';
import { de as shared } from '../../shared/texts/de.ts';
import { audit } from './de/audit.ts';
import { callers } from './de/callers.ts';
import { campaign } from './de/campaign.ts';
import { campaigns } from './de/campaigns.ts';
import { cutOver } from './de/cut-over.ts';
import { frame } from './de/frame.ts';
import { mailTexts } from './de/mail-texts.ts';
import { people } from './de/people.ts';
import { plan } from './de/plan.ts';
import { questions } from './de/questions.ts';
import { records } from './de/records.ts';
import { migrations } from './de/runs.ts';
import { settingFields } from './de/setting-fields.ts';
import { settings } from './de/settings.ts';
import { sources } from './de/sources.ts';
import { tokens } from './de/tokens.ts';
import { ui } from './de/ui.ts';
import { upload } from './de/upload.ts';
import { users } from './de/users.ts';
import type { texts as en } from './en.ts';

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
