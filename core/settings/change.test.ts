import { changeSettings, settingsDiff, settingsWarnings } from './change.ts';
import { defaultSettings, type Settings } from './model.ts';

const base = defaultSettings();
const refusal = (patch: Parameters<typeof changeSettings>[1]) => {
  try {
    changeSettings(base, patch);
    return undefined;
  } catch (error) {
    const { code, facts } = error as { code: string; facts: { fields?: { path: string }[] } };
    return [code, facts.fields?.map(({ path }) => path).join()].filter(Boolean).join(' ');
  }
};

test('only the fields named change', () => {
  const next = changeSettings(base, { securityQuestions: { enrolment: 4 }, organisation: { name: 'Acme' } });
  expect(settingsDiff(base, next)).toEqual({
    'securityQuestions.enrolment': { before: 3, after: 4 },
    'organisation.name': { before: base.organisation.name, after: 'Acme' },
  });
  expect(settingsDiff(base, changeSettings(base, {}))).toEqual({});
});

test.each([
  ['an unknown group', { colours: { red: 1 } }, 'settings.invalid colours'],
  ['an unknown field', { lockout: { tries: 3 } }, 'settings.invalid lockout'],
  ['a value of the wrong kind', { lockout: { failures: 'five' } }, 'settings.invalid lockout.failures'],
  ['a value out of bounds', { recovery: { linkMinutes: 61 } }, 'settings.invalid recovery.linkMinutes'],
  ['an expression that is none', { consoleAuthentication: { security: 'RSA_Password+' } }, 'settings.expression'],
  [
    'fewer enrolled than asked',
    { securityQuestions: { enrolment: 1 } },
    'settings.invalid securityQuestions.enrolment',
  ],
  [
    'more asked than enrolled',
    { securityQuestions: { authentication: 4 } },
    'settings.invalid securityQuestions.enrolment',
  ],
  [
    'PIN lengths that cross',
    { tokenPolicy: { pinMinLength: 8, pinMaxLength: 4 } },
    'settings.invalid tokenPolicy.pinMinLength',
  ],
  ['a sender that is none', { mail: { from: 'Landfall <a@b.example>' } }, 'settings.invalid mail.from'],
  ['a sender beyond ASCII', { mail: { from: 'zürich@corp.example' } }, 'settings.invalid mail.from'],
  ['a reply address that is none', { mail: { replyTo: 'a@b.example, c@d.example' } }, 'settings.invalid mail.replyTo'],
  ['the prototype', { ['__proto__']: { x: 1 } }, 'settings.invalid __proto__'],
])('refuses %s', (_what, patch, expected) => {
  expect(refusal(patch as never)).toBe(expected);
});

test('of the sender the domain is stored in ASCII', () => {
  expect(changeSettings(base, { mail: { from: 'no-reply@bücher.example' } }).mail).toEqual({
    ...base.mail,
    from: 'no-reply@xn--bcher-kva.example',
  });
});

test('answers to mails go to one address, whose domain is stored in ASCII, or to the sender', () => {
  const reply = (replyTo: string) => changeSettings(base, { mail: { replyTo } }).mail.replyTo;
  expect([reply('help@bücher.example'), reply('')]).toEqual(['help@xn--bcher-kva.example', '']);
});

test('recovery by questions alone is warned about, and changes no other setting that would stay behind', () => {
  const next = changeSettings(base, { recovery: { mode: 'questions' } });
  expect(Object.keys(settingsDiff(base, next))).toEqual(['recovery.mode']);
  expect(changeSettings(next, { recovery: { mode: base.recovery.mode } })).toEqual(base);
  expect(settingsWarnings(next).map(({ code }) => code)).toEqual(['settings.questions_alone']);
  expect(settingsWarnings(base)).toEqual([]);
});

test('a console without a way to log on gives a warning', () => {
  const closed = (security: string, selfService = 'RSA_Password') =>
    settingsWarnings(changeSettings(defaultSettings(), { consoleAuthentication: { security, selfService } }));
  expect(closed('OnDemand')).toEqual([
    { code: 'settings.console_closed', reason: expect.stringContaining('Security') },
  ]);
  expect(closed('SecurID_Native', 'LDAP_Password+SecurID_Native')[0]?.reason).toContain('Self-Service');
  expect(closed('LDAP_Password/SecurID_Native')).toEqual([]);
});

test('P1: the length where a password alone logs on stays at 15 or more; what is stored below it can only rise', () => {
  const from = (minLength: number): Settings => {
    const base = defaultSettings();
    return { ...base, passwordPolicy: { ...base.passwordPolicy, minLength } };
  };
  const change = (current: Settings, passwordPolicy: Record<string, unknown>) =>
    changeSettings(current, { passwordPolicy }).passwordPolicy.minLength;
  expect(change(from(20), { minLength: 15 })).toBe(15);
  for (const current of [from(15), from(20)])
    expect(() => change(current, { minLength: 14 })).toThrow(
      expect.objectContaining({
        code: 'settings.invalid',
        facts: {
          fields: [
            {
              path: 'passwordPolicy.minLength',
              reason: 'must be at least 15: this is the length where the password alone logs on',
            },
          ],
        },
      }),
    );
  expect(change(from(10), { history: 3 })).toBe(10);
  expect(change(from(10), { minLength: 12 })).toBe(12);
  expect(() => change(from(10), { minLength: 9 })).toThrow(expect.objectContaining({ code: 'settings.invalid' }));
});
