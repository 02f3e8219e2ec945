/** Texts of mails, colour and logo over a real table: versions, conflicts, reset, and what functions that send read. */
import { readBranding, readLogoImage, writeBranding } from '#adapters/directory/branding.ts';
import { readMailDesign, readMailTexts, readSavedDesign, writeMailText } from '#adapters/directory/mail-texts.ts';
import { directoryTable, putItem } from '#adapters/dynamodb/items.ts';
import { brandOf } from '#core/branding/colour.ts';
import { call } from '#test/support/access.ts';
import { prepareAccess } from '#test/support/access-steps.ts';
import { ENTRIES } from '#test/support/audit.ts';
import { png } from '#test/support/images.ts';

prepareAccess();
const name = { language: 'de', kind: 'migration' } as const;
const own = { subject: 'Umzug', text: 'Los!\n\n{link}' };

test('a text is saved, changed and reset, each time over the version that was seen', async () => {
  expect(await readMailTexts()).toEqual([]);
  expect(await writeMailText(name, own, 0, ENTRIES)).toBe(1);
  expect(await readMailTexts()).toEqual([{ ...name, own, version: 1 }]);
  await expect(writeMailText(name, own, 0, ENTRIES)).rejects.toMatchObject({ code: 'mail_text.conflict' });
  expect(await writeMailText(name, undefined, 1, ENTRIES)).toBe(2);
  expect(await readMailTexts()).toEqual([{ ...name, version: 2 }]);
  // An edit that saw the text before the reset does not come back to it.
  await expect(writeMailText(name, own, 1, ENTRIES)).rejects.toMatchObject({ code: 'mail_text.conflict' });
  expect(await writeMailText(name, own, 2, ENTRIES)).toBe(3);
});

test('functions that send read texts and colour once a minute, and leave out what they do not know', async () => {
  const start = 1_000_000;
  await writeMailText(name, own, 0, ENTRIES);
  await putItem(directoryTable(), {
    pk: 'MAIL-TEXTS',
    sk: 'de#of-a-later-release',
    language: 'de',
    kind: 'of-a-later-release',
    version: 1,
  });
  await writeMailText({ language: 'fr', kind: 'migration' }, { subject: 'S', text: 'sans lien' }, 0, ENTRIES);
  const design = await readMailDesign(start);
  expect(design).toEqual({ texts: { 'de#migration': own } });
  await writeBranding({ version: 1, colour: '#ffdd00' }, undefined, ENTRIES);
  expect(await readMailDesign(start + 59_999)).toBe(design);
  const accent = brandOf('#ffdd00').light.accent;
  expect(await readMailDesign(start + 60_000)).toEqual({ texts: { 'de#migration': own }, colour: accent });
  expect(await readSavedDesign()).toEqual({ texts: { 'de#migration': own }, colour: accent });
});

test('a logo is kept apart, shown by its version to every visitor, and taken away', async () => {
  expect(await readBranding()).toEqual({ version: 0 });
  expect(await call('GET /api/console/logo')).toMatchObject({ status: 404, body: { code: 'branding.no_logo' } });
  const bytes = png(200, 60);
  const logo = { type: 'image/png', width: 200, height: 60, version: 'abc' } as const;
  await writeBranding({ version: 1, logo }, bytes, ENTRIES);
  expect((await readLogoImage())?.bytes.length).toBe(bytes.length);
  expect((await call('GET /api/console')).body).toMatchObject({ logo: { version: 'abc', width: 200, height: 60 } });
  const shown = await call('GET /api/console/logo?v=abc');
  expect(Buffer.from(shown.body, 'base64').equals(bytes)).toBe(true);
  // A change of the colour alone leaves the image.
  await writeBranding({ version: 2, logo, colour: '#7a1f5c' }, undefined, ENTRIES);
  expect((await readLogoImage())?.version).toBe('abc');
  await expect(writeBranding({ version: 2 }, undefined, ENTRIES)).rejects.toMatchObject({ code: 'branding.conflict' });
  await writeBranding({ version: 3 }, undefined, ENTRIES);
  expect(await readLogoImage()).toBeUndefined();
});
