/** `landfall mail-texts`: what mails say, in each language. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { ListedText } from '#core/administration/mail-texts.ts';
import { invalid } from '#core/errors.ts';
import type { RenderedMail } from '#core/mail/render.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online, withExamples } from '../online/options.ts';
import { readText, writtenText } from '../text/mail-text.ts';
import { print, table } from '../text/output.ts';

const readAll = async (client: Client): Promise<readonly ListedText[]> =>
  (await client.call<{ texts: readonly ListedText[] }>('GET', '/mail-texts')).texts;

async function readOne(client: Client, kind: string, language: string): Promise<ListedText> {
  const texts = await readAll(client);
  const found = texts.find((one) => one.kind === kind && one.language === language);
  if (found) return found;
  const names = (of: readonly string[]) => [...new Set(of)].join(', ');
  throw invalid(
    'mail_text.which',
    `There is no mail ${kind} in ${language}. Mails: ${names(texts.map((one) => one.kind))}. Languages: ${names(texts.map((one) => one.language))}.`,
  );
}

const stateOf = ({ own, faults }: ListedText): string => (faults ? 'own, not used' : own ? 'own' : 'product');

async function list(options: OnlineOptions): Promise<void> {
  const texts = await readAll(await clientOf(options));
  const rows = texts.map((one) => [one.kind, one.language, stateOf(one), (one.own ?? one.product).subject]);
  print(options.json, { texts }, () => table(['mail', 'language', 'text', 'subject'], rows));
}

type ShowOptions = OnlineOptions & { readonly product?: boolean };

async function show(kind: string, language: string, options: ShowOptions): Promise<void> {
  const found = await readOne(await clientOf(options), kind, language);
  const text = (!options.product && found.own) || found.product;
  print(options.json, found, () => writtenText(text));
}

async function set(kind: string, language: string, file: string, options: OnlineOptions): Promise<void> {
  const own = readText(readFileSync(file, 'utf8'));
  const client = await clientOf(options);
  const { version } = await readOne(client, kind, language);
  const saved = await client.call<ListedText>('PUT', '/mail-texts', { body: { kind, language, version, ...own } });
  print(
    options.json,
    saved,
    () => `The mail ${kind} in ${language} has ${saved.own ? 'this text' : 'the product’s text'} within a minute.`,
  );
}

async function reset(kind: string, language: string, options: OnlineOptions): Promise<void> {
  const client = await clientOf(options);
  const { version } = await readOne(client, kind, language);
  const query = { kind, language, version: String(version) };
  const saved = await client.call<ListedText>('DELETE', '/mail-texts', { query });
  print(options.json, saved, () => `The mail ${kind} in ${language} has the product’s text again.`);
}

type PreviewOptions = OnlineOptions & { readonly html?: string };

async function preview(
  kind: string,
  language: string,
  file: string | undefined,
  options: PreviewOptions,
): Promise<void> {
  const own = file === undefined ? undefined : readText(readFileSync(file, 'utf8'));
  const client = await clientOf(options);
  const mail = await client.call<RenderedMail>('POST', '/mail-texts/preview', { body: { kind, language, own } });
  if (options.html !== undefined) writeFileSync(options.html, mail.html);
  print(options.json, mail, () => `${mail.subject}\n\n${mail.text.trimEnd()}`);
}

const KIND = ['<mail>', 'such as migration; `landfall mail-texts list` names all'] as const;
const LANGUAGE = ['<language>', 'en, de or fr'] as const;

export function register(program: Command): void {
  const texts = withExamples(
    program
      .command('mail-texts')
      .summary('what mails say, in each language')
      .description(
        'What mails say, in each language: plain text with placeholders in braces, in place of the product’s. `show` writes a text as `set` reads it.',
      ),
    'mail-texts list',
    'mail-texts show migration de > migration-de.txt',
    'mail-texts set migration de migration-de.txt',
  );
  online(texts.command('list').description('Lists all mails.'), 'mail-texts list', 'mail-texts list --json').action(
    list,
  );
  online(
    texts
      .command('show')
      .description('Shows a text; with --json also the placeholders that it may name.')
      .argument(...KIND)
      .argument(...LANGUAGE)
      .option('--product', 'the product’s text, also where there is an own one'),
    'mail-texts show migration de',
    'mail-texts show migration de --product',
  ).action(show);
  online(
    texts
      .command('set')
      .description('Writes a text. Its first line is "Subject: …", then an empty line, then the text.')
      .argument(...KIND)
      .argument(...LANGUAGE)
      .argument('<file>', 'as `landfall mail-texts show` writes it'),
    'mail-texts set migration de migration-de.txt',
  ).action(set);
  online(
    texts
      .command('reset')
      .description('Goes back to the product’s text.')
      .argument(...KIND)
      .argument(...LANGUAGE),
    'mail-texts reset migration de',
  ).action(reset);
  online(
    texts
      .command('preview')
      .description('Shows a mail as its users would read it, with examples for values. Sends and saves nothing.')
      .argument(...KIND)
      .argument(...LANGUAGE)
      .argument('[file]', 'a text that is not saved yet')
      .option('--html <file>', 'write the mail’s HTML to this file'),
    'mail-texts preview migration de',
    'mail-texts preview migration de migration-de.txt --html preview.html',
  ).action(preview);
}
