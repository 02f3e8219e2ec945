/** docs/cost.md: what a deployment costs, worked out from the templates, the counted calls and the prices. */
import type { Assembly } from '../cloud-assembly/assembly.ts';
import { amountsOf, callsAMonth, standing, together } from './amounts.ts';
import { type Counted, scaled, times } from './counts.ts';
import { type Amounts, dollarsOf, PRICES, PRICES_OF, type Price, serviceOf } from './prices.ts';

const SIZES = [0, 1000, 100_000, 1_000_000] as const;
const GB = 1e9;
/** A page is opened at the mail's link, for the recovery, and at the link that comes then. */
const PAGES_A_JOURNEY = 3;
/** X-Ray's default rule: the first request of each second, which is all of them where few come, and 5 % of the rest. */
export const TRACED = { quiet: 1, busy: 0.05 };

export const SERVICES: Readonly<Record<string, string>> = {
  lambda: 'Lambda',
  dynamodb: 'DynamoDB',
  s3: 'S3',
  sqs: 'SQS',
  ses: 'SES',
  kms: 'KMS',
  secrets: 'Secrets Manager',
  states: 'Step Functions',
  events: 'EventBridge',
  api: 'API Gateway',
  cloudfront: 'CloudFront',
  cloudwatch: 'CloudWatch',
  xray: 'X-Ray',
  waf: 'WAF',
};

type Rates = { readonly minutes: number; readonly hours: number };
/** How often what runs each minute, and what runs each hour, is called in a month. */
function ratesOf({ of }: Pick<Assembly, 'of'>): Rates {
  const calls = of<{ ScheduleExpression?: string }>('AWS::Events::Rule').flatMap(({ properties }) =>
    properties.ScheduleExpression === undefined ? [] : [callsAMonth(properties.ScheduleExpression)],
  );
  const [most = 0] = calls.toSorted((a, b) => b - a);
  return { minutes: most, hours: Math.min(most, ...calls) };
}

const pages = ({ page }: Counted, opened: number): Amounts => ({
  'cloudfront.requests': page.files * opened,
  'cloudfront.functions': opened,
  'cloudfront.gb out': (page.bytes * opened) / GB,
});

/** Once: the first import of so many users, a mail to each, and each on the way to a password. */
export function migrationOf(counted: Counted, users: number): Amounts {
  const journeys = times(counted.journeys.counts, users / counted.journeys.users);
  return together(
    amountsOf(scaled(counted.imports, users), TRACED.busy),
    amountsOf(journeys, TRACED.busy),
    pages(counted, users * PAGES_A_JOURNEY),
  );
}

/** A month in which no user comes, with the data of so many users. */
export function monthOf(counted: Counted, assembly: Pick<Assembly, 'of'>, users: number): Amounts {
  const { minutes, hours } = ratesOf(assembly);
  const stored = (users * counted.storedBytesPerUser) / GB;
  return together(
    standing(assembly),
    amountsOf(times(counted.idleMinute, minutes), TRACED.quiet),
    amountsOf(times(counted.idleHour, hours), TRACED.quiet),
    { 'dynamodb.gb-months': stored, 'dynamodb.recovery gb-months': stored },
  );
}

/** So many logons with a password, each with the page and a logoff. */
export const logonsOf = (counted: Counted, logons: number): Amounts =>
  together(amountsOf(times(counted.logons.counts, logons / counted.logons.users), TRACED.busy), pages(counted, logons));

const dollars = (amount: number): string => (amount > 0 && amount < 0.01 ? '< 0.01' : amount.toFixed(2));
const thousands = (number: number): string => number.toLocaleString('en-US', { maximumFractionDigits: 0 });
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

function byService(columns: readonly Amounts[]): string[] {
  const services = Object.keys(SERVICES).filter((service) =>
    columns.some((amounts) => Object.keys(amounts).some((price) => serviceOf(price) === service)),
  );
  const of = (amounts: Amounts, service: string) =>
    dollarsOf(Object.fromEntries(Object.entries(amounts).filter(([price]) => serviceOf(price) === service)) as Amounts);
  return [
    ...services.map((service) => row([SERVICES[service]!, ...columns.map((amounts) => dollars(of(amounts, service)))])),
    row(['**together**', ...columns.map((amounts) => `**${dollars(dollarsOf(amounts))}**`)]),
  ];
}

const amountRows = (columns: readonly Amounts[]): string[] =>
  (Object.keys(PRICES) as Price[])
    .filter((price) => columns.some((amounts) => (amounts[price] ?? 0) > 0))
    .map((price) => {
      const { per, dollars: each } = PRICES[price];
      const cells = columns.map((amounts) => thousands(amounts[price] ?? 0));
      return row([price.replace('.', ': '), `${each} per ${thousands(per)}`, ...cells]);
    });

const header = (first: string[], columns: readonly string[]) => [
  row([...first, ...columns]),
  row([...first, ...columns].map(() => '---')),
];

/** @param assembly resolved templates of a deployment with the default configuration */
export function costPage(counted: Counted, assembly: Pick<Assembly, 'of'>): string {
  const sizes = SIZES.map((users) => `${thousands(users)} users`);
  const migrations = SIZES.map((users) => migrationOf(counted, users));
  const months = SIZES.map((users) => monthOf(counted, assembly, users));
  const logons = logonsOf(counted, 1000);
  const [few, many] = counted.imports;
  return `${[
    '# What it costs',
    '',
    '<!-- Written by `npm run cost` (infra/cost/): do not change it here. -->',
    '',
    `In US dollars, by the list prices of US East (N. Virginia) of ${PRICES_OF} (\`infra/cost/prices.ts\`), **without free tiers, taxes and support**:`,
    'a small deployment pays less than is said here. Other regions differ by up to a fifth.',
    '',
    'How it is worked out: resources are counted in the synthesized templates (default configuration). Calls, units of DynamoDB, durations and bytes of',
    `logs were counted on the embedded engines by \`npm run cost:measure\` on ${counted.on}: imports of ${thousands(few.users)} and ${thousands(many.users)} users, each told by mail, ${counted.journeys.users}`,
    'people on their way from the mail to a password, as many logons, and minutes in which no user came. Other sizes are in proportion.',
    "The duration of a function is the processor's time that its code took on the machine that counted, stretched by the share of a processor that its",
    'memory buys, and a usual latency for each call of a service (`test/cost/latencies.ts`): an order of magnitude.',
    '',
    '## The migration, once',
    '',
    'The import, one mail to each user, and each user logging on with the token, answering questions and getting a password by *Forgot Your Password*',
    '(two more mails).',
    '',
    ...header(['service'], sizes),
    ...byService(migrations),
    '',
    '## A month in which no user comes',
    '',
    'What stands (keys, secrets, alarms, dashboards), what runs by the clock, the polling of the queues, and the data of so many users.',
    '',
    ...header(['service'], sizes),
    ...byService(months),
    '',
    `A day of it, without users: ${dollars(dollarsOf(months[0]!) / callsAMonth('rate(1 day)'))} dollars. It ends with the deployment ([Removing a deployment](operations.md#removing-a-deployment)).`,
    '',
    '## Logons',
    '',
    `1,000 logons with a password, each with the page and a logoff: **${dollars(dollarsOf(logons))}** dollars.`,
    '',
    '## What is charged',
    '',
    'The migration:',
    '',
    ...header(['what', 'dollars'], sizes),
    ...amountRows(migrations),
    '',
    'The month:',
    '',
    ...header(['what', 'dollars'], sizes),
    ...amountRows(months),
    '',
    '## What is not in it',
    '',
    '* A web application firewall, provisioned concurrency, access logs, a webhook, alarms on the distribution (0.30 a month) and a dedicated IP address',
    '  of SES: they are off by default.',
    '* Corrections, campaigns that remind, exports of reports, erasures: each costs less than the import it belongs to.',
    '* Each journey was counted alone. Where many come at once, entries of the audit are signed together, and less is charged for KMS and Lambda.',
    '* Copies of files to other accounts, and whatever reads the logs.',
    '* KMS requests that DynamoDB, S3 and SQS make on their own for their data keys: they keep them for minutes.',
  ].join('\n')}\n`;
}
