import { en as shared } from '../../shared/texts/en.ts';
import { audit } from './en/audit.ts';
import { callers } from './en/callers.ts';
import { campaign } from './en/campaign.ts';
import { campaigns } from './en/campaigns.ts';
import { cutOver } from './en/cut-over.ts';
import { frame } from './en/frame.ts';
import { mailTexts } from './en/mail-texts.ts';
import { people } from './en/people.ts';
import { plan } from './en/plan.ts';
import { questions } from './en/questions.ts';
import { records } from './en/records.ts';
import { migrations } from './en/runs.ts';
import { settingFields } from './en/setting-fields.ts';
import { settings } from './en/settings.ts';
import { sources } from './en/sources.ts';
import { tokens } from './en/tokens.ts';
import { ui } from './en/ui.ts';
import { upload } from './en/upload.ts';
import { users } from './en/users.ts';

export const texts = {
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
} as const;
