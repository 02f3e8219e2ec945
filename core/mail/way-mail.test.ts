import { LANGUAGES } from '#core/languages.ts';
import { CHANGERS, WAY_CHANGES } from '#core/notices/ways.ts';
import { aUser, NOW, settingsWith } from '#test/support/memory.ts';
import { wayMail } from './way-mail.ts';

const HOUR = 3_600_000;
const settings = settingsWith({ organisation: { name: 'Example Corp', helpDesk: 'ext. 4711' } });
const anna = aUser({
  firstName: 'Anna',
  email: 'new@example.com',
  formerAddresses: [{ address: 'old@example.com', at: NOW }],
  password: { hash: 'a hash', changedAt: NOW, mustChange: true, history: [] },
});
const notice = { kind: 'way-changed', user: 'anna', by: 'administrator', at: NOW } as const;
const every = LANGUAGES.flatMap((language) => WAY_CHANGES.map((change) => [language, change] as const));

test.each(every)(
  'N1: in %s, the mail about %s says what, when and by whom, and holds no secret',
  (language, change) => {
    const user = { ...anna, preferredLanguage: language };
    const mails = CHANGERS.map((by) =>
      wayMail(user, settings, { ...notice, change, by, serial: '000123456789' }, NOW + HOUR),
    );
    for (const { subject, text, html } of mails) {
      expect(subject).toMatch(/^Example Corp ?: \S/u);
      for (const body of [text, html]) {
        expect(body).toContain('anna');
        expect(body).toContain('2026');
        expect(body).not.toMatch(/\{\w+\}|undefined|a hash|example\.com/u);
      }
      expect(text.includes('000123456789')).toBe(/^(?:token|pin|temporary-code)/u.test(change));
    }
    expect(new Set(mails.map(({ text }) => text)).size).toBe(CHANGERS.length);
  },
);

test('N1: both addresses are told until when a link waits, and of nothing where none waits', () => {
  for (const change of ['address', 'address-former'] as const) {
    const mail = wayMail(anna, settings, { ...notice, change }, NOW + 24 * HOUR);
    expect(mail.text).toContain('No link to reset the password is sent before November 24, 2026 at 9:00 AM UTC.');
    expect(wayMail(anna, settings, { ...notice, change }, undefined).text).not.toContain('No link');
  }
  expect(wayMail(anna, settings, { ...notice, change: 'role' }, NOW + 24 * HOUR).text).not.toContain('No link');
});

test('A6: the mail about a temporary password says how long it is good', () => {
  const mail = wayMail(anna, settings, { ...notice, change: 'temporary-password' }, undefined);
  expect(mail.text).toContain('can be used until November 24, 2026 at 9:00 AM UTC at the latest.');
  const own = { ...anna, password: { ...anna.password!, mustChange: false } };
  expect(wayMail(own, settings, { ...notice, change: 'temporary-password' }, undefined).text).toContain('temporary');
});
