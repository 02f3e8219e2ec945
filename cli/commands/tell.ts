/** `landfall tell`: tells users what to do: those of a source, of a list, one user again, or oneself as a test. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CampaignView } from '#core/campaign/view.ts';
import { invalid } from '#core/errors.ts';
import { LANGUAGES } from '#core/languages.ts';
import { readWave } from '../input/lists.ts';
import { followCampaign } from '../online/campaigns.ts';
import type { Client } from '../online/client.ts';
import { clientOf, type OnlineOptions, online } from '../online/options.ts';
import { campaignText, printCampaignEnd } from '../text/campaign.ts';
import { print } from '../text/output.ts';
import { note } from '../text/stderr.ts';

type Options = OnlineOptions & {
  readonly source?: string;
  readonly users?: string;
  readonly user?: string;
  readonly again?: boolean;
  readonly at?: number;
  readonly pace?: number;
  readonly reminder?: boolean;
  readonly test?: string | true;
  readonly language?: string;
  readonly wait: boolean;
};
type Started = { readonly campaign: CampaignView; readonly unknown: readonly string[] };

const mailOf = ({ reminder }: Options) => (reminder ? 'reminder' : 'migration');

function time(text: string): number {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('Write a time such as 2026-12-05T08:00:00Z.');
  return at;
}
function rate(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 1000) return value;
  throw new InvalidArgumentError('Write mails a second, such as 5.');
}

async function test(client: Client, options: Options): Promise<void> {
  const to = options.test === true ? undefined : options.test;
  const sent = await client.call<{ to: string }>('POST', '/campaigns/test', {
    body: { mail: mailOf(options), language: options.language, to },
  });
  print(options.json, sent, () => `Sent to ${sent.to}.`);
}

/** Starts what the options ask for. */
async function start(client: Client, options: Options): Promise<CampaignView> {
  const { source, users, user, again, at, pace } = options;
  const mail = mailOf(options);
  if (user !== undefined) return client.call<CampaignView>('POST', '/users/tell', { body: { userId: user, mail } });
  const list = users === undefined ? undefined : await readWave(users, '--users');
  const body = { mail, source, users: list, again, at, pace };
  const { campaign, unknown } = await client.call<Started>('POST', '/campaigns', { body });
  if (unknown.length > 0) note(`Not here, and not told: ${unknown.join(', ')}`);
  return campaign;
}

async function run(options: Options): Promise<void> {
  const named = [options.source, options.users, options.user, options.test].filter((one) => one !== undefined);
  if (named.length > 1) throw invalid('campaign.which', 'Name one of --source, --users, --user and --test.');
  const client = await clientOf(options);
  if (options.test !== undefined) return test(client, options);
  const started = await start(client, options);
  note(`Campaign ${started.id}`);
  if (!options.wait || started.status === 'scheduled') return print(options.json, started, () => campaignText(started));
  const ended = await followCampaign(client, started.id, note);
  print(options.json, ended, () => campaignText(ended));
  printCampaignEnd(ended);
}

export function register(program: Command): void {
  online(
    program
      .command('tell')
      .summary('tell users what to do, by e-mail')
      .description(
        'Starts a campaign of e-mails: to each user who was imported, has no password, can log on and has not been told. Without --source, --users or --user to those of all sources. It waits for the quota of the mail service, and goes on over days.',
      )
      .option('--source <name>', 'those of this source')
      .option('--users <file>', 'those of a list (a user ID a line, or CSV)')
      .option('--user <id>', 'one user, also one who was told before')
      .option('--again', 'also those who were told before')
      .addOption(new Option('--at <time>', 'begin then (ISO 8601)').argParser(time))
      .addOption(new Option('--pace <mails>', 'so many a second at most').argParser(rate))
      .option('--reminder', 'the reminder, to those who were told and have no password yet')
      .option('--test [address]', 'only a test mail to yourself')
      .addOption(new Option('--language <language>', 'of the test mail').choices(LANGUAGES))
      .option('--no-wait', 'only start it'),
    'tell --source am-old.corp.example',
    'tell --users pilot.csv --at 2026-12-05T08:00:00Z',
    'tell --user ana',
    'tell --test me@corp.example --language de',
    'tell --reminder --no-wait',
  ).action(run);
}
