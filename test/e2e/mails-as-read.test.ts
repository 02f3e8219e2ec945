/** Every mail of the deployment as a hostile reader sees it: headers, both parts, links. Names, settings and texts try to break out. */
import type { UserRecord } from '#core/export/record.ts';
import { Accounts } from '../support/accounts.ts';
import { ApiUser, eventually, type Mail, mails } from '../support/client.ts';
import { type Running, startLandfall } from '../support/deployment.ts';
import { aTokenRecord, type Importer, openImporter } from '../support/imported.ts';
import { sampleUser } from '../support/package.ts';

let running: Running;
let importer: Importer;
let accounts: Accounts;

const EVIL = '<img src=https://evil.example/x onerror=alert(1)> "&\' {link} \u202e 😀';
const HEADERS = [
  'Auto-Submitted',
  'Content-Type',
  'From',
  'MIME-Version',
  'Reply-To',
  'Subject',
  'To',
  'X-Auto-Response-Suppress',
];
const people: readonly UserRecord[] = ['en', 'de', 'fr', 'it'].map((preferredLanguage, index) =>
  sampleUser(`reader-${index}`, {
    email: `reader-${index}@home.example`,
    firstName: EVIL,
    lastName: 'Bcc: all@corp.example',
    preferredLanguage,
    tokens: [aTokenRecord()],
  }),
);
type Kept = Mail & { readonly headers: readonly { readonly name: string; readonly value: string }[] };
let sent: Kept[];

beforeAll(async () => {
  running = await startLandfall();
  importer = await openImporter(running);
  accounts = new Accounts(running);
  await importer.configure({
    organisation: { name: `Corp ${EVIL}`, helpDesk: `ext. 4711 ${EVIL}` },
    mail: { senderName: `Help ${EVIL}`, replyTo: 'help@corp.example' },
    recovery: { readdressedWaitHours: 0 },
    internalDatabase: { passwordRequired: false },
  });
  const own = {
    kind: 'migration',
    language: 'de',
    version: 0,
    subject: 'Umzug <b>{name}</b>',
    text: '<script>{userId}</script>\nZeile\n\n{link}\n\n1. <i>Eins</i>\n2. Zwei',
  };
  await importer.client.call('PUT', '/mail-texts', { body: own });
  await importer.importRecords(people);
  const visitor = new ApiUser(running);
  for (const { userId } of people) {
    await visitor.post('/api/forgot-password', { userId });
    await importer.client.call('POST', '/user/reset-password', { query: { userId }, body: { method: 'link' } });
    await accounts.edit(userId, { email: `${userId}@elsewhere.example` });
  }
  sent = await eventually(async () => {
    const all = (await mails(running)).filter(({ destination }) =>
      destination.to.some((to) => to.startsWith('reader-')),
    );
    // Each: the migration, not ready yet, the reset, and the new address at both mailboxes.
    return all.length >= 5 * people.length ? (all as Kept[]) : undefined;
  }, 120);
}, 400_000);
afterAll(() => running?.stop(), 30_000);

const decoded = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
const folded = (text: string) => text.replaceAll(/\s+/gu, ' ').trim();
const urlsIn = (text: string) => text.match(/\bhttps?:\/\/[^\s"<>]+/gu) ?? [];
/** What the elements that hold text say. */
const said = (html: string) =>
  [...html.matchAll(/<(p|li)\b[^>]*>([\s\S]*?)<\/\1>/gu)].map(([, , inside]) =>
    folded(decoded(inside!.replaceAll(/<[^>]*>/gu, ' '))),
  );

test('each mail has its headers once, no other, one recipient, and answers go where the settings say', () => {
  for (const { headers, destination } of sent) {
    expect(headers.map(({ name }) => name).sort()).toEqual(HEADERS);
    const of = (name: string) => headers.find((one) => one.name === name)!.value;
    expect(of('To')).toMatch(/^reader-\d@(?:home|elsewhere)\.example$/u);
    expect(of('Reply-To')).toBe('help@corp.example');
    expect(of('From')).toMatch(/ <landfall@localhost\.localdomain>$/u);
    expect(of('Auto-Submitted')).toBe('auto-generated');
    expect({ ...destination, to: destination.to.length }).toEqual({ to: 1, cc: [], bcc: [] });
  }
});

test('no mail has markup of a name, a setting or a text, and nothing to load or run', () => {
  for (const { body, subject } of sent) {
    const html = body.html!;
    const tags = new Set([...html.matchAll(/<\/?([a-z]+)/gu)].map(([, tag]) => tag!));
    const known = ['html', 'head', 'meta', 'title', 'body', 'main', 'p', 'a', 'br', 'ol', 'li'];
    expect([...tags].filter((tag) => !known.includes(tag))).toEqual([]);
    expect(html).not.toMatch(/<[^>]+\s(?:src|srcset|background|on\w+)\s*=|url\(/iu);
    for (const part of [subject, html, body.text!]) expect(part).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
  }
});

test('no mail leads anywhere but here: what a name spells is text, and no link', () => {
  for (const { body } of sent) {
    const links = [...body.html!.matchAll(/href="([^"]*)"/gu)].map(([, href]) => decoded(href!));
    for (const href of links) expect(href.startsWith(`${running.apiUrl}/#/`)).toBe(true);
    const others = urlsIn(body.text!).filter((url) => !url.startsWith(`${running.apiUrl}/#/`));
    expect(new Set(others)).toEqual(new Set(['https://evil.example/x']));
  }
});

test('text and HTML say the same', () => {
  for (const { body } of sent) {
    const [text, blocks] = [folded(body.text!), said(body.html!)];
    const hint = (one: string) => urlsIn(one).some((url) => one.endsWith(url));
    for (const block of blocks) {
      if (hint(block)) expect(text).toContain(urlsIn(block).at(-1)!);
      else expect(text).toContain(block);
    }
    const all = blocks.join(' ');
    for (const block of body.text!.split('\n\n')) {
      const plain = folded(block.replace(/^\d+\. /u, ''));
      const [label, url] = plain.split(/: (?=https?:\/\/\S+$)/u);
      for (const one of [label!, ...(url === undefined ? [] : [url])]) expect(all).toContain(one);
    }
  }
});

test('the migration mail’s link names no user, and yields the user ID and nothing else', async () => {
  const links = sent.flatMap(({ body, destination }) =>
    [...body.text!.matchAll(/\/#\/w\/(\S+)/gu)].map(([, reference]) => [destination.to[0]!, reference!] as const),
  );
  expect(links).toHaveLength(people.length);
  const visitor = new ApiUser(running);
  for (const [to, reference] of links) {
    expect(reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{12}$/u);
    const { status, body } = await visitor.post('/api/arrival', { reference });
    expect({ status, body }).toEqual({ status: 200, body: { userId: to.split('@')[0] } });
  }
});
