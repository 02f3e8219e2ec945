import type { AuditEntry, Entries } from '#core/audit.ts';
import { PRODUCT_DESIGN } from '#core/mail/design.ts';
import { asOwnText, type OwnText } from '#core/mail/own-text.ts';
import { TEXTS } from '#core/mail/render.ts';
import type { StoredText } from '#core/mail/stored-text.ts';
import { defaultSettings } from '#core/settings/model.ts';
import { NOW } from '#test/support/memory.ts';
import { listMailTexts, previewMail, saveMailText } from './mail-texts.ts';

const actor = {
  id: 'root',
  role: 'super-admin',
  operator: false,
  fresh: true,
  methods: [],
  source: '192.0.2.1',
} as const;
const name = { language: 'en', kind: 'recovery-link' } as const;
const own = { subject: 'Reset', text: 'Come, {name}.\n\n{link}' };

function setUp(stored: readonly StoredText[] = []) {
  const audit: AuditEntry[] = [];
  const written: unknown[] = [];
  const ports = {
    readMailTexts: async () => stored,
    writeMailText: async (of: object, text: OwnText | undefined, seen: number, entries: Entries) => {
      written.push([of, text, seen]);
      audit.push(...entries);
      return seen + 1;
    },
    writeAudit: async (entry: AuditEntry) => void audit.push(entry),
  };
  const save = (text: OwnText | undefined, seen = 0, fresh = true) =>
    saveMailText(ports, name, text, seen, { actor: { ...actor, fresh }, now: NOW });
  return { audit, written, ports, save };
}
const listedOne = async (stored: readonly StoredText[]) =>
  (await listMailTexts(setUp(stored).ports)).find(
    ({ language, kind }) => language === 'en' && kind === 'recovery-link',
  );

test('every text is listed, with the product’s, and with what it may name', async () => {
  const all = await listMailTexts(setUp().ports);
  expect(new Set(all.map(({ language, kind }) => `${language} ${kind}`)).size).toBe(all.length);
  expect(await listedOne([])).toEqual({
    ...name,
    version: 0,
    product: asOwnText(TEXTS.en.mails['recovery-link']),
    placeholders: ['link', 'minutes', 'name', 'userId', 'organisation', 'helpDesk'],
    required: ['link'],
  });
  expect(await listedOne([{ ...name, version: 3 }])).toMatchObject({ version: 3 });
});

test('a text that was saved under other rules is listed with what is wrong with it', async () => {
  const faults = [{ field: 'text', wrong: 'missing-placeholder', placeholder: 'link' }];
  expect(await listedOne([{ ...name, version: 3, own: { subject: 'S', text: 'T' } }])).toMatchObject({ faults });
});

test('a text is saved over the version that was seen, tidied, and the audit has its hash alone', async () => {
  const { save, written, audit } = setUp([{ ...name, version: 2, own: { subject: 'Old', text: '{link}' } }]);
  expect(await save({ ...own, text: `${own.text}  \r\n` }, 2)).toMatchObject({ version: 3, own });
  expect(written).toEqual([[name, own, 2]]);
  expect(audit).toMatchObject([
    {
      action: 'mail-text.changed',
      outcome: 'success',
      object: 'mail-texts',
      facts: name,
      after: { sha256: expect.stringMatching(/^[0-9a-f]{64}$/u) },
    },
  ]);
  expect(JSON.stringify(audit)).not.toContain('Come');
});

test('a text is reset, also by the product’s own words', async () => {
  const { save, written, audit } = setUp();
  expect(await save(undefined)).not.toHaveProperty('own');
  expect(await save(asOwnText(TEXTS.en.mails['recovery-link']))).not.toHaveProperty('own');
  expect(written).toEqual([
    [name, undefined, 0],
    [name, undefined, 0],
  ]);
  expect(audit[0]).toMatchObject({ after: { sha256: null } });
});

test('a text with faults is refused with a sentence, and so is an administrator whose logon is old', async () => {
  const { save, written } = setUp();
  await expect(save({ subject: 'A\nB {link} {constructor}', text: 'See {link}\u0007' })).rejects.toMatchObject({
    code: 'mail_text.invalid',
    message:
      'This mail text can’t be used: the subject names {constructor}, which this mail does not have; the subject holds a line break; the subject names {link}, which has no place there; the text holds control characters; the text has {link} within a line; it stands on a line of its own.',
  });
  await expect(save({ subject: '', text: 'x'.repeat(6000) })).rejects.toMatchObject({
    message: 'This mail text can’t be used: the subject is empty; the text is too long; the text lacks {link}.',
  });
  await expect(save({ ...own, text: '{link}\n{link}' })).rejects.toMatchObject({
    message: 'This mail text can’t be used: the text names {link} more than once.',
  });
  await expect(save(own, 0, false)).rejects.toMatchObject({ code: 'session.not_fresh' });
  expect(written).toEqual([]);
});

test('a preview shows the given text, or what is saved, with examples for values', () => {
  const design = { texts: { 'en#recovery-link': { subject: 'Saved', text: '{link}' } } } as const;
  const preview = (text: OwnText | undefined, of = design) =>
    previewMail(name, text, defaultSettings(), { design: of, origin: 'https://logon.example.com', now: NOW });
  expect(preview(own).text).toContain('Come, First Name.');
  expect(preview(undefined).subject).toBe('Saved');
  expect(preview(undefined, PRODUCT_DESIGN as typeof design).text).toContain('https://logon.example.com/#/');
  expect(() => preview({ subject: '', text: '' })).toThrow('the subject is empty');
});
