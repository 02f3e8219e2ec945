import { defaultSettings, type Settings } from '#core/settings/model.ts';
import { hashSecret, verifySecret } from './hash.ts';
import { checkHistory, checkPassword, minLength, newPassword, replacePassword } from './policy.ts';

const ring = { current: 'k', keys: { k: Buffer.alloc(32, 1) } };
const owner = {
  userId: 'lbjornsen',
  firstName: 'Lars',
  lastName: 'Bjørnsen-Haugerud',
  email: 'lars.bjornsen@corp.example',
};

function settings(change: { selfService?: string; security?: string; policy?: object; name?: string } = {}): Settings {
  const base = defaultSettings();
  return {
    ...base,
    consoleAuthentication: {
      selfService: change.selfService ?? 'RSA_Password/SecurID_Native',
      security: change.security ?? 'SecurID_Native',
    },
    organisation: { ...base.organisation, name: change.name ?? 'Corporate Example AS' },
    passwordPolicy: { ...base.passwordPolicy, ...change.policy },
  };
}
const refusal = (password: string, with_ = settings()) => {
  try {
    checkPassword(password, owner, with_);
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
};

test('P1: 15 characters where a password alone logs on, 8 where a token is always asked too', () => {
  expect(refusal('fourteen chars')).toBe('password.too_short');
  expect(refusal('fifteen chars..')).toBeUndefined();
  const withToken = settings({ selfService: 'RSA_Password+SecurID_Native/SecurID_Native' });
  expect(minLength(withToken)).toBe(8);
  expect(refusal('8 chars.', withToken)).toBeUndefined();
  expect(refusal('7 chars', withToken)).toBe('password.too_short');
  expect(minLength(settings({ selfService: 'SecurID_Native', security: 'RSA_Password' }))).toBe(15);
  expect(minLength(settings({ selfService: 'RSA_Password+LDAP_Password' }))).toBe(15);
  expect(minLength(settings({ selfService: 'SecurID_Native' }))).toBe(15); // one edit away from the password alone
});

test('P2: counted in code points after NFC; 64 and more are accepted, up to 256', () => {
  expect(refusal('😀'.repeat(14))).toBe('password.too_short');
  expect(refusal('😀'.repeat(15))).toBeUndefined();
  expect(refusal('e\u0301'.repeat(8))).toBe('password.too_short'); // eight é
  expect(refusal('x'.repeat(64))).toBeUndefined();
  expect(refusal('é'.repeat(256))).toBeUndefined();
  expect(refusal('x'.repeat(257))).toBe('password.too_long');
});

test('P3: nothing is asked of its composition', () => {
  expect(refusal('only small letters here')).toBeUndefined();
  expect(refusal('wx wx wx wx wx wx wx')).toBeUndefined();
});

test('P4: the commonest and the own words are refused as whole passwords, never as parts', () => {
  const short = settings({ policy: { minLength: 8, words: ['Fjord & Fjell', 'skyline'] } });
  expect(refusal('PASSWORD', short)).toBe('password.too_common');
  expect(refusal('password to my heart', short)).toBeUndefined();
  expect(refusal('        ', short)).toBe('password.too_common');
  for (const own of [
    'LBJORNSEN',
    'Bjørnsen-Haugerud',
    'lars bjørnsen-haugerud',
    'Lars.Bjornsen',
    'CORPORATE example as',
  ])
    expect([own, refusal(own, short)]).toEqual([own, 'password.own_word']);
  expect(refusal('Lars.Bjornsen@corp.example', short)).toBe('password.own_word');
  expect(refusal('fjord&fjell', short)).toBe('password.own_word');
  expect(refusal('lbjornsen likes skylines', short)).toBeUndefined();
});

test('P7: the last N are refused, the present one included; older ones are not', async () => {
  const user = { ...owner, password: undefined };
  const policy = settings({ policy: { history: 2 } });
  const change = { ring, now: 1, mustChange: false };
  const first = await newPassword('first passphrase', owner, policy, change);
  const second = await newPassword('second passphrase', { ...user, password: first }, policy, change);
  const third = await newPassword('third passphrase', { ...user, password: second }, policy, change);
  expect(third.history).toHaveLength(2);
  const used = (text: string) => checkHistory(text, third, 2, ring);
  await expect(used('third passphrase')).rejects.toMatchObject({ code: 'password.used_before', facts: { history: 2 } });
  await expect(used('second passphrase')).rejects.toMatchObject({ code: 'password.used_before' });
  await expect(used('first passphrase')).resolves.toBeUndefined();
  await expect(checkHistory('third passphrase', third, 0, ring)).resolves.toBeUndefined();
});

test('a one-time password takes no place in the history', async () => {
  const own = { hash: await hashSecret('my own passphrase', ring), changedAt: 1, mustChange: false, history: [] };
  const once = await replacePassword('K7-one-time', own, settings(), { ring, now: 2, mustChange: true });
  expect(once).toMatchObject({ mustChange: true, changedAt: 2, history: [own.hash] });
  const next = await replacePassword('another passphrase', once, settings(), { ring, now: 3, mustChange: false });
  expect(next.history).toEqual([own.hash]);
  expect((await verifySecret('another passphrase', next.hash, ring)).ok).toBe(true);
});
