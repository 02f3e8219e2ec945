/** `landfall questions`: the catalogue of security questions. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { invalid } from '#core/errors.ts';
import { withAlias } from '#core/questions/aliases.ts';
import type { Alias } from '#core/questions/reconcile.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online, withExamples } from '../online/options.ts';
import { print, style } from '../text/output.ts';

type Sets = readonly { language: string; questions: readonly string[]; version: number }[];
type Losses = {
  readonly answers: number;
  readonly users: number;
  readonly spared?: number;
  readonly next?: string;
};
type Imported = {
  readonly sets: readonly { language: string; kept: number; added: readonly string[]; removed: readonly string[] }[];
  readonly lost: Losses;
};

async function listAll(options: OnlineOptions): Promise<void> {
  const { sets } = await (await clientOf(options)).call<{ sets: Sets }>('GET', '/questions');
  const text = sets.map(
    ({ language, questions }) =>
      `${style('bold', language)}\n${questions.map((question) => `  ${question}`).join('\n')}`,
  );
  print(options.json, { sets }, () => text.join('\n') || 'There are no security questions yet.');
}

/** Adds up all pages. @param more reads the next page */
async function sum(first: Losses, more: (next: string) => Promise<Losses>): Promise<Losses> {
  let { answers, users, spared = 0, next } = first;
  while (next !== undefined) {
    const page = await more(next);
    answers += page.answers;
    users += page.users;
    spared += page.spared ?? 0;
    next = page.next;
  }
  return { answers, users, ...(spared === 0 ? {} : { spared }) };
}

async function preview(client: Client, xml: string): Promise<Imported> {
  const ask = (next?: string) => client.call<Imported>('POST', '/questions', { body: { xml, dryRun: true, next } });
  const first = await ask();
  return { ...first, lost: await sum(first.lost, async (next) => (await ask(next)).lost) };
}

async function write(client: Client, xml: string): Promise<Imported> {
  const first = await client.call<Imported>('POST', '/questions', { body: { xml } });
  const drop = (next: string) => client.call<{ lost: Losses }>('POST', '/questions', { body: { drop: true, next } });
  return { ...first, lost: await sum(first.lost, async (next) => (await drop(next)).lost) };
}

function describe({ sets, lost }: Imported, done: boolean): string {
  const lines = sets.map(
    ({ language, kept, added, removed }) =>
      `${language}: ${kept} kept, ${added.length} added, ${removed.length} removed`,
  );
  const loss = `${lost.answers} answers of ${lost.users} users ${done ? 'were' : 'would be'} dropped: their questions ${done ? 'are' : 'would be'} gone.`;
  return [...lines, ...(lost.answers > 0 ? [loss] : [])].join('\n');
}

type ImportOptions = OnlineOptions & { readonly dryRun?: boolean; readonly yes?: boolean };

async function run(file: string, options: ImportOptions): Promise<void> {
  const xml = readFileSync(file, 'utf8');
  const client = await clientOf(options);
  const planned = await preview(client, xml);
  if (options.dryRun) return print(options.json, planned, () => describe(planned, false));
  if (planned.lost.answers > 0 && !options.yes)
    throw invalid(
      'questions.answers_lost',
      `${planned.lost.answers} answers of ${planned.lost.users} users would be dropped. Add --yes if that is meant.`,
    );
  const imported = await write(client, xml);
  print(options.json, imported, () => describe(imported, true));
}

type Aliases = { readonly securityQuestions: { readonly aliases: readonly Alias[] } };

/** Adds one to the setting securityQuestions.aliases, or replaces one; the deployment refuses a question that its catalogue does not hold. */
async function alias(language: string, from: string, to: string, options: OnlineOptions): Promise<void> {
  const client = await clientOf(options);
  const { settings, version } = await client.call<{ settings: Aliases; version: number }>('GET', '/settings');
  const aliases = withAlias(settings.securityQuestions.aliases, { language, from, to });
  const body = { version, settings: { securityQuestions: { aliases } } };
  await client.call('PATCH', '/settings', { body });
  print(options.json, { language, from, to }, () => `From the next run on, "${from}" is the question "${to}".`);
}

export function register(program: Command): void {
  const questions = withExamples(
    program
      .command('questions')
      .summary('the catalogue of security questions')
      .description('The catalogue of security questions: users choose from it, and imported answers must match it.'),
    'questions list',
    'questions import questions.xml --dry-run',
    'questions alias en_US "Pet\'s name?" "What was the name of your first pet?"',
  );
  online(
    questions.command('list').description('Lists the questions.'),
    'questions list',
    'questions list --json',
  ).action(listAll);
  online(
    questions
      .command('import')
      .description(
        'Replaces the sets that an XML file holds. Says first how many answers would be lost; drops only those to questions that are gone.',
      )
      .argument('<file>', 'SECURITY_QUESTIONS > LANGUAGE id="en_US" > QUESTION')
      .option('--dry-run', 'only say what would happen')
      .option('--yes', 'go on although answers are dropped'),
    'questions import questions.xml --dry-run',
    'questions import questions.xml --yes',
  ).action(run);
  online(
    questions
      .command('alias')
      .description(
        'Says that a question of the source is one of the catalogue, for runs from now on. The preview lists those without a match.',
      )
      .argument('<language>', 'of the question, such as en_US')
      .argument('<from>', 'the question as the source writes it')
      .argument('<to>', 'the question of the catalogue'),
    'questions alias en_US "Pet\'s name?" "What was the name of your first pet?"',
  ).action(alias);
}
