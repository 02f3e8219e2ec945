import { defaultSettings, type Settings } from '#core/settings/model.ts';
import { LEAST_SCORE, type LeastStrength } from './least-strength.ts';
import { checkStrength } from './weak.ts';

const owner = { userId: 'chmouse', firstName: 'Christabel', lastName: 'Harbourmaster', email: 'ch@corp.example' };
const settings = (leastStrength: LeastStrength = 'fair'): Settings => {
  const base = defaultSettings();
  return { ...base, passwordPolicy: { ...base.passwordPolicy, leastStrength } };
};
const refusal = (password: string, leastStrength?: LeastStrength): string | undefined => {
  try {
    checkStrength(password, owner, settings(leastStrength));
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test.each([
  'qwertyuiopasdfgh',
  'password12345678',
  'Passwort1234567',
  '1qaz2wsx3edc4rfv',
  'abcdefghijklmnop',
  'iloveyou1234567',
  'Summer2026Summer2026',
  'christabelharbourmaster',
])('%s is long and weak, and refused', (password) => {
  expect(refusal(password)).toBe('password.weak');
});

test.each(['a long harbour at low tide', 'four or five words', 'Xk9#mQ2$vL7!', 'ein paar Wörter im Regen'])(
  '%s is strong enough',
  (password) => {
    expect(refusal(password)).toBeUndefined();
  },
);

test('the setting says how much is asked for, and can ask for nothing', () => {
  expect(refusal('qwertyuiopasdfgh', 'any')).toBeUndefined();
  const accepted = (Object.keys(LEAST_SCORE) as LeastStrength[]).filter((one) => !refusal('Passw0rd!Passw0rd', one));
  expect(accepted).toEqual(['any', 'fair']);
});

test('of a very long password both ends are looked at, and the harder one counts', () => {
  expect(refusal('a'.repeat(256))).toBe('password.weak');
  expect(refusal(`${'a'.repeat(200)} a long harbour at low tide`)).toBeUndefined();
});
