/** The English, German and French texts are complete and use the same placeholders. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS, problemsOf } from '#api/routes.ts';
import { LANGUAGES } from '#core/languages.ts';
import type { Dictionary, Message } from './shared/i18n/language.ts';
import { en } from './shared/texts/en.ts';

const CONSOLES = ['self-service', 'security'] as const;

const texts = async (console: string, language: string) =>
  ((await import(`./${console}/texts/${language}.ts`)) as { texts: Dictionary }).texts;
const forms = (message: Message) => (typeof message === 'string' ? [message] : [message.one, message.other]);
const placeholders = (message: Message) =>
  [
    ...new Set(
      forms(message)
        .join()
        .match(/\{\w+\}/gu) ?? [],
    ),
  ].sort();

/** All source files of a console and those that both consoles share. */
const sources = (console: string): string =>
  [console, 'shared']
    .flatMap((folder) =>
      readdirSync(join(import.meta.dirname, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.tsx?$/u.test(entry.name) && !entry.parentPath.includes('texts'))
        .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')),
    )
    .join('\n');

describe.each(CONSOLES)('%s', (console) => {
  test.each(LANGUAGES)(
    '%s has every text, no text is empty, and each has the same placeholders as in English',
    async (language) => {
      const [wanted, given] = [await texts(console, 'en'), await texts(console, language)];
      expect(Object.keys(given).sort()).toEqual(Object.keys(wanted).sort());
      for (const [key, message] of Object.entries(given)) {
        for (const form of forms(message)) expect([key, form.trim()]).not.toEqual([key, '']);
        expect([key, placeholders(message)]).toEqual([key, placeholders(wanted[key]!)]);
      }
    },
  );

  test.each(['de', 'fr'])(
    '%s is translated: a text equals the English one only where the list of equal words names it',
    async (language) => {
      const [english, given] = [await texts(console, 'en'), await texts(console, language)];
      const same = Object.keys(english).filter(
        (key) =>
          JSON.stringify(english[key]) === JSON.stringify(given[key]) && /[a-z]{4}/u.test(String(forms(english[key]!))),
      );
      expect(same.filter((key) => !SAME.includes(key))).toEqual([]);
    },
  );

  test('every key that a page uses exists, and every text is used by a page', async () => {
    const known = Object.keys(await texts(console, 'en'));
    const code = sources(console);
    const named = [...code.matchAll(/\bt\(\s*'([^']+)'/gu)].map((match) => match[1]!);
    expect(named.filter((key) => !known.includes(key))).toEqual([]);
    // `pin.rule.${characters}` names every key that begins so.
    const families = [...code.matchAll(/`([\w.-]+[.-])\$\{/gu)].map((match) => match[1]!);
    const shared = Object.keys(en);
    const own = known.filter(
      (key) =>
        !shared.includes(key) && !code.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
    );
    expect(own).toEqual([]);
  });
});

/** Errors that no page of these consoles can cause. */
const NEVER = [
  'request.not_json',
  'request.content_type',
  'request.header_missing',
  'request.forbidden',
  'request.not_found',
  // Of an image that is not there a page shows nothing.
  'branding.no_logo',
];

test('the texts explain every error code that the Self-Service Console can receive', async () => {
  const known = Object.keys(await texts('self-service', 'en'));
  const routes = Object.entries(OPERATIONS).filter(([route]) => !/ \/api\/(?:admin|operator)\//u.test(route));
  const codes = new Set(routes.flatMap(([route, operation]) => problemsOf(route, operation)));
  // A logon here sends no expression of its own.
  expect(
    [...codes].filter(
      (code) => ![...NEVER, 'settings.expression'].includes(code) && !known.includes(`problem.${code}`),
    ),
  ).toEqual([]);
});

test('the texts explain every error code that the Security Console can receive', async () => {
  const known = Object.keys(await texts('security', 'en'));
  const routes = Object.entries(OPERATIONS).filter(([route]) => / \/api\/(?:admin|console|logon|me$)/u.test(route));
  const codes = new Set(routes.flatMap(([route, operation]) => problemsOf(route, operation)));
  expect([...codes].filter((code) => !NEVER.includes(code) && !known.includes(`problem.${code}`))).toEqual([]);
});

test('no page contains words of its own: all words come from the texts', () => {
  // Between two tags, or in an attribute that is read out or shown.
  const wrong = CONSOLES.flatMap((console) =>
    [
      ...sources(console).matchAll(
        />\s*([^<>{}()=;]*[A-Za-z]{3}[^<>{}()=;]*)<\/\w|\b(?:aria-label|title|label|placeholder|alt)="([^"]+)"/gu,
      ),
    ].map(([whole]) => whole),
  );
  // A command is typed as it stands, in every language.
  expect(wrong.filter((words) => !words.startsWith('>landfall '))).toEqual([]);
});

/** Names and words that are the same in another language. */
const SAME = [
  'cut-over.source',
  'frame.console',
  'frame.group.migration',
  'logon.method.SecurID_Native',
  'logon.passcode',
  'home.nav',
  'tokens.nav',
  'sessions.console.security',
  'sessions.console.self-service',
  'questions.question',
  'account.name',
  'users.role.admin',
  'tokens.acts',
  'tokens.algorithm.securid-aes128',
  'tokens.one',
  'tokens.resync.first',
  'audit.console.security',
  'audit.console.self-service',
  'settings.aliases.act',
  'settings.page.organisation',
  'settings.page.sessions',
  'settings.unit.minutes',
  'settings.unit.percent',
  'sources.title',
  'run.with-source',
  'campaigns.name',
  'people.option',
  'change.of-token',
  'records.of-source',
  'migration.details.packer',
  'migration.details.source',
  'records.notice',
  'records.option',
  'records.token',
  'upload.title',
  'upload.pause',
];
