import { invalid } from '#core/errors.ts';
import { defaultSettings, type Settings, settingsSchema } from '#core/settings/model.ts';
import { enableSelfService } from './enable-self-service.ts';
import type { SettingsChange } from './record.ts';
import { selfServiceSettings } from './self-service-settings.ts';

const settingsWith = (selfService: string, forgotPasswordLink: boolean): Settings =>
  settingsSchema.parse({ consoleAuthentication: { selfService }, selfServiceFeatures: { forgotPasswordLink } });

test('the token alone is added as one way, and the link switched on; nothing else changes', () => {
  const before = defaultSettings();
  const { next, change } = selfServiceSettings(before, 4)!;
  expect(change).toEqual({
    status: 'intended',
    before: { selfService: 'RSA_Password', forgotPasswordLink: false },
    after: { selfService: '(RSA_Password)/SecurID_Native', forgotPasswordLink: true },
    weakened: false,
    version: 5,
  });
  expect({ ...next, consoleAuthentication: 0, selfServiceFeatures: 0 }).toEqual({
    ...before,
    consoleAuthentication: 0,
    selfServiceFeatures: 0,
  });
  expect(next.consoleAuthentication.security).toBe(before.consoleAuthentication.security);
});

test('a value that asked for two factors is marked as weakened', () => {
  expect(selfServiceSettings(settingsWith('RSA_Password+SecurID_Native', true), 0)!.change.weakened).toBe(true);
});

test('what fits already is not touched', () => {
  expect(selfServiceSettings(settingsWith('RSA_Password/SecurID_Native', true), 0)).toBeUndefined();
  expect(selfServiceSettings(settingsWith('SecurID_Native/RSA_Password', false), 0)!.change.after.selfService).toBe(
    'SecurID_Native/RSA_Password',
  );
});

describe('switching on', () => {
  function world(settings: Settings, conflicts = 0) {
    const state = { settings, version: 2, noted: [] as SettingsChange[], crash: false };
    const ports = {
      readSettings: async () => ({ settings: state.settings, version: state.version }),
      writeSettings: async (next: Settings, expected: number) => {
        if (conflicts-- > 0) {
          state.version += 1;
          throw invalid('settings.conflict', 'x', {}, 409);
        }
        expect(expected).toBe(state.version);
        state.settings = next;
        state.version += 1;
        if (state.crash) throw new Error('crash');
        return state.version;
      },
      noteSettingsChange: async (change: SettingsChange) => void state.noted.push(change),
    };
    return { state, ports };
  }

  test('notes what was before it changes anything, then that it is done', async () => {
    const { state, ports } = world(defaultSettings());
    expect(await enableSelfService(ports, undefined)).toMatchObject({
      appliedNow: true,
      change: { status: 'applied', version: 3 },
    });
    expect(state.noted.map(({ status }) => status)).toEqual(['intended', 'applied']);
    expect(state.settings.selfServiceFeatures.forgotPasswordLink).toBe(true);
  });

  test('someone else’s change in between is kept and the step repeated on it', async () => {
    const { state, ports } = world(defaultSettings(), 2);
    expect(await enableSelfService(ports, undefined)).toMatchObject({ change: { version: 5, status: 'applied' } });
    expect(state.noted.map(({ version }) => version)).toEqual([3, 4, 5, 5]);
  });

  test('a crash after the change is found again, with the values before', async () => {
    const { state, ports } = world(defaultSettings());
    state.crash = true;
    await expect(enableSelfService(ports, undefined)).rejects.toThrow('crash');
    state.crash = false;
    const again = await enableSelfService(ports, state.noted.at(-1));
    expect(again).toMatchObject({
      appliedNow: true,
      change: { status: 'applied', before: { selfService: 'RSA_Password' } },
    });
    expect(await enableSelfService(ports, state.noted.at(-1))).toMatchObject({
      appliedNow: false,
      change: { status: 'applied' },
    });
  });

  test('nothing to do: nothing noted', async () => {
    const { state, ports } = world(settingsWith('SecurID_Native', true));
    expect(await enableSelfService(ports, undefined)).toEqual({ appliedNow: false });
    expect(state.noted).toEqual([]);
  });
});
