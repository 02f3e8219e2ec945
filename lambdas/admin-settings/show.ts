import type { VersionedSettings } from '#adapters/directory/settings.ts';
import { migrating } from '../route/callers.ts';
import { route } from '../route/route.ts';
import { settings } from './settings.ts';

export const showSettings = route({
  id: 'showSettings',
  method: 'GET',
  path: '/settings',
  summary: 'All settings',
  caller: migrating('admin'),
  answer: { status: 200, means: 'Settings and their version.', body: { name: 'Settings', schema: settings } },
  errors: [],
  handle: async (deps: { readSettings(): Promise<VersionedSettings> }) => ({ body: await deps.readSettings() }),
});
