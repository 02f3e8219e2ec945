import type { TextName } from '#core/administration/mail-texts.ts';
import type { AuditEntry, Entries } from '#core/audit.ts';
import type { Branding } from '#core/branding/branding.ts';
import { PRODUCT_DESIGN } from '#core/mail/design.ts';
import type { OwnText } from '#core/mail/own-text.ts';
import type { StoredText } from '#core/mail/stored-text.ts';
import { defaultSettings, type Settings } from '#core/settings/model.ts';
import { answerOf, eventFor, guardPorts, OPERATOR, type Sent } from '#test/support/edge.ts';
import { png } from '#test/support/images.ts';
import { memory } from '#test/support/memory.ts';
import { serve } from '../serve/serve.ts';
import { routes } from './routes.ts';

function setUp() {
  const audit: AuditEntry[] = [];
  const written: unknown[] = [];
  const texts: StoredText[] = [];
  const branding: Branding[] = [{ version: 0 }];
  const deps = {
    readCatalogue: async () => [],
    readSettings: async () => ({ settings: defaultSettings(), version: 3 }),
    writeSettings: async (settings: Settings, seen: number, { by }: { by: string }, entries: Entries) => {
      audit.push(...entries);
      written.push([settings.securityQuestions.enrolment, seen, by]);
      return seen + 1;
    },
    markRestored: async (_at: number, entries: Entries) => audit.push(...entries) > 0,
    writeAudit: async (entry: AuditEntry) => void audit.push(entry),
    readMailTexts: async () => texts,
    writeMailText: async (name: TextName, own: OwnText | undefined, seen: number) => {
      texts.push({ ...name, ...(own ? { own } : {}), version: seen + 1 });
      return seen + 1;
    },
    readSavedDesign: async () => PRODUCT_DESIGN,
    publicOrigin: () => 'https://logon.example.com',
    readBranding: async () => branding.at(-1)!,
    writeBranding: async (next: Branding) => void branding.push(next),
  };
  const handler = serve(routes, deps, guardPorts(memory().ports));
  const change = (settings: object) =>
    answerOf(handler, eventFor('PATCH /api/operator/settings', { body: { version: 3, settings } }));
  const send = (key: string, sent: Sent = {}) => answerOf(handler, eventFor(key, sent));
  return { audit, written, change, send };
}

test('a change of settings is saved over the version that was seen, and stands in the audit with both values', async () => {
  const { audit, written, change } = setUp();
  const { status, body } = await change({ securityQuestions: { enrolment: 4 } });
  const before = defaultSettings().securityQuestions.enrolment;
  expect({ status, version: body.version, changed: body.changed }).toEqual({
    status: 200,
    version: 4,
    changed: { 'securityQuestions.enrolment': { before, after: 4 } },
  });
  expect(written).toEqual([[4, 3, OPERATOR]]);
  expect(audit).toEqual([
    {
      actor: OPERATOR,
      action: 'settings.changed',
      object: 'settings',
      outcome: 'success',
      source: '198.51.100.1',
      now: expect.any(Number),
      before: { 'securityQuestions.enrolment': before },
      after: { 'securityQuestions.enrolment': 4 },
    },
  ]);
});

test('a change that is refused is not saved', async () => {
  const { audit, written, change } = setUp();
  expect((await change({ securityQuestions: { enrolment: -1 } })).status).toBe(422);
  expect([audit, written]).toEqual([[], []]);
});

const name = { language: 'en', kind: 'recovery-link' };
const own = { subject: 'Reset', text: 'Come in.\n\n{link}' };

test('a mail text is written, listed, and reset', async () => {
  const { send } = setUp();
  const saved = await send('PUT /api/operator/mail-texts', { body: { ...name, version: 0, ...own } });
  expect(saved).toMatchObject({ status: 200, body: { ...name, version: 1, own } });
  const { texts } = (await send('GET /api/operator/mail-texts')).body as { texts: { kind: string; version: number }[] };
  expect(texts.filter(({ version }) => version > 0)).toHaveLength(1);
  const query = { ...name, version: '1' };
  expect((await send('DELETE /api/operator/mail-texts', { query })).body).toMatchObject({ version: 2 });
});

test('a mail text without its link is refused with what is wrong', async () => {
  const { send } = setUp();
  const body = { ...name, version: 0, subject: 'S', text: 'T' };
  expect(await send('PUT /api/operator/mail-texts', { body })).toMatchObject({
    status: 422,
    body: { code: 'mail_text.invalid', faults: [{ field: 'text', wrong: 'missing-placeholder', placeholder: 'link' }] },
  });
});

test('a preview shows a mail without saving or sending it', async () => {
  const { send, written } = setUp();
  const { body } = await send('POST /api/operator/mail-texts/preview', { body: { ...name, own } });
  expect(body).toMatchObject({ subject: 'Reset', text: expect.stringContaining('https://logon.example.com/#/') });
  expect((await send('POST /api/operator/mail-texts/preview', { body: name })).body.subject).toContain('reset');
  expect(written).toEqual([]);
});

test('colour and logo are set one by one, and taken away together', async () => {
  const { send } = setUp();
  const put = (version: number, change: object) => send('PUT /api/operator/branding', { body: { version, ...change } });
  expect((await send('GET /api/operator/branding')).body).toEqual({ version: 0 });
  expect(await put(0, { colour: '#7A1F5C' })).toMatchObject({
    status: 200,
    body: { version: 1, colour: '#7a1f5c', brand: { light: { accent: '#7a1f5c' } } },
  });
  const logo = png(200, 60).toString('base64');
  expect((await put(1, { logo })).body).toMatchObject({ version: 2, colour: '#7a1f5c', logo: { width: 200 } });
  expect((await put(2, { logo: Buffer.from('<svg/>').toString('base64') })).body).toMatchObject({ reason: 'type' });
  expect((await put(2, { colour: 'red' })).status).toBe(400);
  const query = { version: '2' };
  expect((await send('DELETE /api/operator/branding', { query })).body).toEqual({ version: 3 });
});
