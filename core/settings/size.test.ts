import { changeSettings, settingsDiff } from './change.ts';
import { defaultSettings, type Settings } from './model.ts';
import { SETTINGS_MAX_BYTES, sideOf } from './size.ts';

const aliases = (count: number, character = 'a') =>
  Array.from({ length: count }, (_, n) => ({ language: 'en', from: `${n} ${character.repeat(240)}`, to: character }));
const withAliases = (list: Settings['securityQuestions']['aliases']): Settings => {
  const settings = defaultSettings();
  return { ...settings, securityQuestions: { ...settings.securityQuestions, aliases: list } };
};
const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

test('aliases that would leave no room for a change are refused, counted in bytes', () => {
  expect(() => changeSettings(defaultSettings(), { securityQuestions: { aliases: aliases(500) } })).not.toThrow();
  for (const list of [aliases(800), aliases(220, '宿')])
    expect(() => changeSettings(withAliases(aliases(1)), { securityQuestions: { aliases: list } })).toThrow(
      expect.objectContaining({
        code: 'settings.invalid',
        facts: { fields: [{ path: 'securityQuestions.aliases', reason: expect.stringContaining('160 KB') }] },
      }) as Error,
    );
});

test('what was stored before there was a limit blocks no other setting, and may become smaller', () => {
  const large = withAliases(aliases(1000));
  expect(bytes(large)).toBeGreaterThan(SETTINGS_MAX_BYTES);
  const next = changeSettings(large, { organisation: { name: 'A' } });
  expect(next.securityQuestions.aliases).toHaveLength(1000);
  expect(() => changeSettings(large, { securityQuestions: { aliases: aliases(900) } })).not.toThrow();
  expect(() => changeSettings(large, { securityQuestions: { aliases: aliases(1000, 'ü') } })).toThrow();
});

test('what is kept of a change always fits into an item', () => {
  const diff = settingsDiff(withAliases(aliases(1000)), withAliases([]));
  const path = 'securityQuestions.aliases';
  expect(sideOf(diff, 'before')).toEqual({ [path]: { bytes: expect.any(Number) } });
  expect(sideOf(diff, 'after')).toEqual({ [path]: [] });
});
