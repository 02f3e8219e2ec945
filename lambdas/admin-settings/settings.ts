import * as z from 'zod';
import type { VersionedSettings } from '#adapters/directory/settings.ts';
import { settingsSchema } from '#core/settings/schema.ts';
import { answers, unixTime } from '../route/shapes.ts';

export const version = z.int().describe('Rises with every save; a change names the version it saw');
export const settings = answers<VersionedSettings>()(
  z.strictObject({
    settings: settingsSchema,
    version,
    restoredAt: unixTime.optional().describe('Since when it works again after a restore to an earlier point'),
  }),
);
