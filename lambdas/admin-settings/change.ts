/** The values before and after are in the audit. */
import * as z from 'zod';
import { type SavedSettings, type SettingsPorts, saveSettings } from '#core/administration/settings.ts';
import { itemVersion } from '#core/directory/version.ts';
import { settingsSchema } from '#core/settings/schema.ts';
import { administrator } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { answers } from '../route/shapes.ts';
import { version } from './settings.ts';

const patchBody = z.strictObject({
  /** The version that the administrator saw. */
  version: itemVersion,
  settings: z.record(z.string(), z.record(z.string(), z.unknown())),
});
const settingsSaved = answers<SavedSettings>()(
  z.strictObject({
    version,
    settings: settingsSchema,
    changed: z
      .record(z.string(), z.strictObject({ before: z.unknown(), after: z.unknown() }))
      .describe('By path, such as securityQuestions.enrolment'),
    warnings: z.array(z.strictObject({ code: z.string(), reason: z.string() })),
  }),
);

export const changeSettings = route({
  id: 'changeSettings',
  method: 'PATCH',
  path: '/settings',
  summary: 'Change some settings',
  details:
    'Name groups and their fields as GET /settings shows them; the rest stays. Lists are replaced as a whole. Values before and after are in the audit.',
  caller: administrator('super-admin'),
  // saveSettings asks for a fresh logon, and for one by the new expression where the Security Console's changes.
  credentials: 'kept',
  body: {
    name: 'SettingsPatch',
    schema: patchBody,
    example: { version: 3, settings: { securityQuestions: { enrolment: 4 } } },
  },
  answer: {
    status: 200,
    means: 'Saved; what changed.',
    body: { name: 'SettingsSaved', schema: settingsSaved },
  },
  errors: ['settings.invalid', 'settings.expression', 'settings.conflict', 'settings.not_proved', 'session.not_fresh'],
  handle: async (deps: SettingsPorts, { actor, body, now }) => ({
    body: await saveSettings(deps, body.settings, body.version, { actor, now }),
  }),
});
