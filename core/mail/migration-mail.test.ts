import { defaultSettings } from '#core/settings/model.ts';
import { PRODUCT_DESIGN } from './design.ts';
import { migrationMail } from './migration-mail.ts';

const link = 'https://logon.example.com/#/w/7K3MQ2XW9DPA';
const user = { userId: 'gtanaka', firstName: 'Gō', preferredLanguage: 'de' };

test('it is written in the user’s language, greets with the names that are known, and has the link and its days', () => {
  const { text } = migrationMail(user, defaultSettings(), { link, design: PRODUCT_DESIGN });
  expect(text).toMatch(/^Guten Tag Gō,/u);
  expect(text).toContain(link);
  expect(text).toContain('30 Tage');
});

test('it says what the organisation says', () => {
  const design = { texts: { 'de#migration': { subject: 'Umzug', text: 'Los, {name}!\n\n{link}' } } };
  const { subject, text } = migrationMail(user, defaultSettings(), { link, design });
  expect(subject).toBe('Umzug');
  expect(text).toBe(
    `Guten Tag Gō,\n\nLos, Gō!\n\nSelf-Service Console öffnen:\n${link}\n\n${text.split('\n\n').at(-1)}`,
  );
});
