import { randomBytes } from 'node:crypto';
import { defaultSettings } from '#core/settings/model.ts';
import { verifyToken } from '#core/signed.ts';
import { MIGRATION_LINK_AUDIENCE, migrationMail } from './migration-mail.ts';

const ring = { current: 'k', keys: { k: randomBytes(32) } };
const NOW = Date.UTC(2026, 10, 23);
const DAY = 86_400_000;
const user = { userId: 'gtanaka', firstName: 'Gō', preferredLanguage: 'de' };
const mail = migrationMail(user, defaultSettings(), { ring, origin: 'https://logon.example.com', now: NOW });
const token = /https:\/\/logon\.example\.com\/#\/welcome\?t=([\w.-]+)/u.exec(mail.text)![1]!;

test('the link stands in the fragment, names the user and expires after its days', () => {
  expect(verifyToken(ring, token, [MIGRATION_LINK_AUDIENCE], NOW + 29 * DAY)).toMatchObject({ subject: 'gtanaka' });
  expect(verifyToken(ring, token, [MIGRATION_LINK_AUDIENCE], NOW + 31 * DAY)).toBeUndefined();
});

test('the link’s token is refused as a session', () => {
  expect(verifyToken(ring, token, ['self-service', 'security'], NOW)).toBeUndefined();
});

test('it is written in the user’s language and greets with the names that are known', () => {
  expect(mail.text).toMatch(/^Guten Tag Gō,/u);
});
