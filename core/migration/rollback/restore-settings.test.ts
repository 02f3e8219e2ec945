import type { User } from '#core/directory/model.ts';
import { invalid } from '#core/errors.ts';
import type { Settings } from '#core/settings/model.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { aUser, settingsWith } from '#test/support/memory.ts';
import type { SettingsChange } from '../record.ts';
import { restoreSettings } from './restore-settings.ts';

const BEFORE = { selfService: 'RSA_Password', forgotPasswordLink: false };
const AFTER = { selfService: 'RSA_Password/SecurID_Native', forgotPasswordLink: true };
const change: SettingsChange = { status: 'applied', before: BEFORE, after: AFTER, weakened: false, version: 4 };
const withValues = ({ selfService, forgotPasswordLink }: typeof BEFORE): Settings => {
  const settings = settingsWith({});
  return {
    ...settings,
    consoleAuthentication: { ...settings.consoleAuthentication, selfService },
    selfServiceFeatures: { ...settings.selfServiceFeatures, forgotPasswordLink },
  };
};

let settings: Settings;
let version: number;
let people: User[];
let fails: Error | undefined;
beforeEach(() => {
  settings = withValues(AFTER);
  version = 4;
  people = [];
  fails = undefined;
});
const ports = {
  readSettings: async () => ({ settings, version }),
  writeSettings: async (next: Settings) => {
    if (fails) throw fails;
    settings = next;
    version += 1;
    return version;
  },
  isThereAnImported: async (found: (user: User) => boolean) => people.some(found),
};
const restore = (more: { preview?: boolean; settingsChange?: SettingsChange } = {}) => {
  const { preview = false, settingsChange = change } = more;
  return restoreSettings(ports, { target: { id: 'run', settingsChange }, preview, entriesOf: () => ENTRIES });
};
const origin = (migration: string) => ({ migration, part: 1, line: 1 });

test('settings that are still as the import left them go back, and a repeated call finds that', async () => {
  expect(await restore({ preview: true })).toEqual({ status: 'preview' });
  expect(version).toBe(4);
  expect(await restore()).toEqual({ status: 'restored' });
  expect(settings).toEqual(withValues(BEFORE));
  expect(await restore()).toEqual({ status: 'restored' });
  expect(version).toBe(5);
});

test('an import that changed no setting leaves none to restore', async () => {
  expect(await restoreSettings(ports, { target: { id: 'run' }, preview: false, entriesOf: () => ENTRIES })).toEqual({
    status: 'none',
  });
  expect(await restore({ settingsChange: { ...change, status: 'refused' } })).toEqual({ status: 'none' });
  expect(await restore({ settingsChange: { ...change, status: 'intended' } })).toEqual({ status: 'restored' });
});

test('settings that were changed since stay, also where that happens at this moment', async () => {
  version = 5;
  expect(await restore()).toEqual({ status: 'kept', why: 'settings.changed_since' });
  version = 4;
  fails = invalid('settings.conflict', 'Changed.', { expectedVersion: 4 });
  expect(await restore()).toEqual({ status: 'kept', why: 'settings.changed_since' });
  fails = new Error('no table');
  await expect(restore()).rejects.toThrow('no table');
});

test('settings stay while an imported user who can log on has no password', async () => {
  people = [aUser({ imported: false }), aUser({ enabled: false })];
  expect(await restore({ preview: true })).toEqual({ status: 'preview' });
  const waiting = aUser({ source: 'old', origin: origin('other') });
  people = [waiting];
  expect(await restore()).toEqual({ status: 'kept', why: 'settings.people_left' });
  people = [{ ...waiting, password: { hash: 'h', changedAt: 1, mustChange: false, history: [] } }];
  expect(await restore()).toEqual({ status: 'restored' });
});

test('a preview counts those as gone whom the rollback would delete', async () => {
  people = [aUser({ source: 'old', origin: origin('run') })];
  expect(await restore({ preview: true })).toEqual({ status: 'preview' });
  people = [aUser({ source: 'old', origin: origin('run'), touchedAt: 1 })];
  expect(await restore({ preview: true })).toEqual({ status: 'kept', why: 'settings.people_left' });
});
