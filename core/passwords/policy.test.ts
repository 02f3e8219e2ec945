import { createHash } from 'node:crypto';
import { defaultSettings, type Settings } from '#core/settings/model.ts';
import type { BreachPorts } from './breached.ts';
import { passwordOf, verifySecret } from './hash.ts';
import { checkPassword, minLength, newPassword, replacePassword } from './policy.ts';

const PWNED = `${createHash('sha1').update('second passphrase').digest('hex').slice(5)}:1`;
const ring = { current: 'k', keys: { k: Buffer.alloc(32, 1) } };
const owner = {
  userId: 'lbjornsen',
  firstName: 'Lars',
  middleName: 'Aksel',
  lastName: 'Bjørnsen-Haugerud',
  email: 'lars.bjornsen@corp.example',
};
/** A service that knows no password, and what it was asked for. */
const asked: string[] = [];
const breaches: BreachPorts = {
  readBreachedRange: async (_url, prefix) => {
    asked.push(prefix);
    return { text: '' };
  },
  noteLookupFailed: () => undefined,
};
beforeEach(() => asked.splice(0));

function settings(change: { selfService?: string; security?: string; policy?: object; name?: string } = {}): Settings {
  const base = defaultSettings();
  return {
    ...base,
    consoleAuthentication: {
      ...base.consoleAuthentication,
      selfService: change.selfService ?? 'RSA_Password/SecurID_Native',
      security: change.security ?? 'SecurID_Native',
    },
    organisation: { ...base.organisation, name: change.name ?? 'Corporate Example AS' },
    passwordPolicy: { ...base.passwordPolicy, ...change.policy },
  };
}
type Refusal = { readonly code: string; readonly message: string; readonly facts: object; readonly status: number };
const refusalOf = (password: string, with_ = settings()): Refusal | undefined => {
  try {
    checkPassword(password, owner, with_);
    return undefined;
  } catch (error) {
    return error as Refusal;
  }
};
const refusal = (password: string, with_ = settings()) => refusalOf(password, with_)?.code;

describe('P1: 15 characters where a password alone logs on, 8 where a token is always asked too', () => {
  test.each([
    ['RSA_Password/SecurID_Native', 'SecurID_Native', 15],
    ['RSA_Password+SecurID_Native/SecurID_Native', 'SecurID_Native', 8],
    ['SecurID_Native+RSA_Password', 'RSA_Password+SecurID_Native', 8],
    ['RSA_Password+SecurID_Native', 'RSA_Password', 15],
    ['RSA_Password+LDAP_Password', 'SecurID_Native', 15],
    ['RSA_Password+(SecurID_Native/OnDemand)', 'SecurID_Native', 15],
    ['RSA_Password+SecurID_Native/LDAP_Password', 'SecurID_Native', 8],
    // No console asks for passwords: one edit away from the password alone.
    ['SecurID_Native', 'SecurID_Native', 15],
  ])('%s, %s: %i', (selfService, security, least) => {
    const with_ = settings({ selfService, security });
    expect(minLength(with_)).toBe(least);
    const text = 'tidal 7 herons.';
    expect(refusal(text.slice(0, least), with_)).toBeUndefined();
    expect(refusalOf(text.slice(0, least - 1), with_)).toMatchObject({
      code: 'password.too_short',
      status: 422,
      message: `Use at least ${least} characters. A few words in a row are easy to remember.`,
      facts: { minLength: least },
    });
  });

  test('the settings may ask for longer passwords', () => {
    const policy = { minLength: 20, minLengthWithToken: 12 };
    expect(minLength(settings({ policy }))).toBe(20);
    expect(minLength(settings({ policy, selfService: 'RSA_Password+SecurID_Native' }))).toBe(12);
  });
});

test('P2: length is counted in code points after NFC, and up to 256 are accepted', () => {
  const long = (password: string) => refusal(password, settings({ policy: { leastStrength: 'any' } }));
  expect(long('😀'.repeat(14))).toBe('password.too_short');
  expect(long('😀'.repeat(15))).toBeUndefined();
  // A family of three is one picture and five code points.
  expect(long('👨‍👩‍👧'.repeat(3))).toBeUndefined();
  expect(long('e\u0301'.repeat(14))).toBe('password.too_short'); // fourteen é
  expect(long('e\u0301'.repeat(15))).toBeUndefined();
  // Marks that compose with nothing count: NFC is all that is done.
  expect(long('x\u0323\u0301'.repeat(5))).toBeUndefined();
  expect(long('한'.normalize('NFD').repeat(14))).toBe('password.too_short');
  expect(long(`${'x y'.repeat(21)}x`)).toBeUndefined();
  expect(long('é'.repeat(256).normalize('NFD'))).toBeUndefined();
  expect(long('ᾂ'.repeat(256).normalize('NFD'))).toBeUndefined();
  expect(refusalOf('x'.repeat(257))).toMatchObject({
    code: 'password.too_long',
    status: 422,
    message: 'Use at most 256 characters.',
    facts: { maxLength: 256 },
  });
});

test('P2: half a surrogate pair is refused, since every other half would hash to the same', () => {
  for (const half of ['\ud83d', '\ude00'])
    expect(refusalOf(`a quiet heron at ${half} dusk`)).toMatchObject({
      code: 'password.characters',
      status: 422,
      message: 'This password holds half a character. Type it again, or choose another.',
    });
  expect(refusal('a quiet heron at 😀 dusk')).toBeUndefined();
});

test('P3: a password of letters alone or digits alone passes', () => {
  const plain = [
    'only small letters here',
    '8301947562018365',
    'wx yz qo ru tk fh bd',
    '日本語の長い長い合言葉を選ぶ夏',
    'tab\tand\nnew line',
  ];
  expect(plain.filter((password) => refusal(password))).toEqual([]);
});

test('P4: the commonest and the own words are refused as whole passwords, never as parts', () => {
  const short = settings({ policy: { minLength: 8, words: ['Fjord & Fjell', 'skyline'] } });
  const common = refusalOf('PASSWORD', short);
  expect(common).toMatchObject({ code: 'password.too_common', status: 422, facts: {} });
  expect(common?.message).toBe('This is one of the commonest passwords. Choose another.');
  expect(refusal('password to my heart', short)).toBeUndefined();
  expect(refusal('        ', short)).toBe('password.too_common');
  expect(refusal('lbjornsen likes skylines', short)).toBeUndefined();
  const kinds = {
    'user-id': ['LBJORNSEN', 'your user ID'],
    name: ['lars bjørnsen-haugerud', 'your name'],
    email: ['Lars.Bjornsen@corp.example', 'your e-mail address'],
    organisation: ['fjord&fjell', 'your organisation'],
  };
  for (const [kind, [word, says]] of Object.entries(kinds))
    expect(refusalOf(word!, short)).toMatchObject({
      code: 'password.own_word',
      status: 422,
      facts: { kind },
      message: expect.stringContaining(`${says}`),
    });
});

describe('a password after a change', () => {
  const change = { ring, now: 3, mustChange: false, breaches };
  const lookUp = settings({ policy: { breachedPasswords: true } });

  test('is hashed, dated, and the one before is in its history', async () => {
    const former = await replacePassword('first passphrase', owner, settings(), { ...change, now: 1 });
    expect(former).toMatchObject({ changedAt: 1, mustChange: false, history: [] });
    const user = { ...owner, password: former };
    const next = await newPassword('second passphrase', user, settings(), change);
    expect(next).toMatchObject({ changedAt: 3, mustChange: false, history: [former.hash] });
    expect((await verifySecret('second passphrase', next.hash, ring, passwordOf('lbjornsen', {}))).ok).toBe(true);
    expect(asked).toEqual([]);
    await expect(newPassword('first passphrase', user, settings(), change)).rejects.toMatchObject({
      code: 'password.used_before',
    });
  });

  test('is looked up only if nothing else refuses it', async () => {
    const former = await replacePassword('first passphrase', owner, settings(), change);
    const user = { ...owner, password: former };
    await expect(newPassword('short', user, lookUp, change)).rejects.toMatchObject({ code: 'password.too_short' });
    await expect(newPassword('first passphrase', user, lookUp, change)).rejects.toMatchObject({
      code: 'password.used_before',
    });
    expect(asked).toEqual([]);
    await newPassword('second passphrase', user, lookUp, change);
    expect(asked).toHaveLength(1);
  });

  test('typed by an administrator is checked by every rule but the history', async () => {
    const former = await replacePassword('first passphrase', owner, settings(), change);
    const user = { ...owner, password: former };
    const typed = { ...change, mustChange: true };
    expect(await newPassword('first passphrase', user, lookUp, typed)).toMatchObject({ mustChange: true });
    expect(asked).toHaveLength(1);
    await expect(newPassword('short', user, lookUp, typed)).rejects.toMatchObject({ code: 'password.too_short' });
    const breached = { ...typed, breaches: { ...breaches, readBreachedRange: async () => ({ text: PWNED }) } };
    await expect(newPassword('second passphrase', user, lookUp, breached)).rejects.toMatchObject({
      code: 'password.breached',
    });
  });
});
