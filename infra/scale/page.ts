/** The part of docs/scale.md that `npm run simulate -- --write` writes, and what the command prints. */
import { SERVICES } from '../cost/page.ts';
import { type Leaner, leanerOf, quotasOf, RAISED } from './account.ts';
import { boundsOf } from './bounds.ts';
import { QUOTA_NAMES, QUOTAS_OF, type QuotaName, type Quotas, quotaOf } from './quotas.ts';
import { dollarsOfImport, type Report, reportOf } from './report.ts';
import { mailsTake, simulate } from './simulate.ts';
import { type Inputs, workOf } from './work.ts';

export const SIZES = [1e4, 1e5, 1e6, 1e7, 1e8] as const;
const [BEGIN, END] = ['<!-- Written by `npm run simulate -- --write`, from here -->', '<!-- to here -->'];
const MINUTE = 60;
const GOAL = 1e6;
const GOALS = { minutes: 15, raisedMinutes: 3, dollars: 5 };

const thousands = (number: number): string => number.toLocaleString('en-US', { maximumFractionDigits: 0 });
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  row(head),
  row(head.map(() => '---')),
  ...rows.map(row),
];
const minutes = (seconds: number): string =>
  seconds < 100 * MINUTE ? (seconds / MINUTE).toFixed(1) : thousands(seconds / MINUTE);
const days = (seconds: number): string =>
  seconds < 864_000 ? (seconds / 86_400).toFixed(1) : thousands(seconds / 86_400);
const dollars = (amount: number): string =>
  amount > 0 && amount < 0.01 ? '< 0.01' : amount < 1000 ? amount.toFixed(2) : thousands(amount);
const total = ({ dollars: all }: Report): number => Object.values(all).reduce((sum, one) => sum + one, 0);

/** Short names, for a cell. */
const SHORT: Readonly<Record<QuotaName, string>> = {
  concurrency: 'Lambda executions',
  workers: '`workerConcurrency`',
  children: 'child starts',
  directoryWrites: 'writes of `directory`',
  indexWrites: 'writes of its index',
  searchWrites: 'writes of `search`',
  journeysWrites: 'writes of `journeys`',
  tableWrites: 'writes of a table',
  partitionWrites: 'writes of one partition key',
  lanes: 'lanes of the stream',
  s3Reads: 'S3 reads',
  kms: 'KMS requests',
  mailRate: 'SES rate',
  mailDay: 'SES quota of a day',
};
const name = (quota: QuotaName | undefined): string => (quota === undefined ? 'none' : SHORT[quota]);

const HEAD = ['users', 'minutes until in', 'until found', 'at least', 'days until told', 'dollars', 'besides mail'];
const MET = ['bound by', 'first met', 'raise first', 'for mails'];

export function timesOf(reports: readonly Report[]): string[] {
  const rows = reports.map((report) => {
    const { users, outcome, bounds, first, raise, raiseMail, besideMail } = report;
    const raised = raise === undefined ? 'none helps alone' : `${name(raise.name)}: ${minutes(raise.findable)} min`;
    return [
      thousands(users),
      minutes(outcome.imported),
      minutes(outcome.findable),
      minutes(bounds.findable),
      days(outcome.told),
      dollars(total(report)),
      dollars(besideMail),
      name(bounds.by),
      name(first),
      raised,
      name(raiseMail),
    ];
  });
  return table([...HEAD, ...MET], rows);
}

export function servicesOf(reports: readonly Report[]): string[] {
  const services = Object.keys(SERVICES).filter((service) => reports.some((one) => (one.dollars[service] ?? 0) > 0));
  const cells = (service: string) => reports.map((one) => dollars(one.dollars[service] ?? 0));
  return table(
    ['service', ...reports.map(({ users }) => thousands(users))],
    services.map((service) => [SERVICES[service]!, ...cells(service)]),
  );
}

/** A bar for each size; its length is the logarithm of the minutes. */
function plotOf(kinds: Readonly<Record<string, readonly Report[]>>): string[] {
  const bar = (seconds: number) => '#'.repeat(Math.max(1, Math.round(10 * Math.log10(1 + (10 * seconds) / MINUTE))));
  const lines = SIZES.flatMap((users, at) =>
    Object.entries(kinds).map(([kind, reports]) => {
      const { findable } = reports[at]!.outcome;
      return `${thousands(users).padStart(11)} ${kind.padEnd(7)} ${bar(findable)} ${minutes(findable)} min`;
    }),
  );
  return ['```text', ...lines, '```'];
}

const endsOf = (reports: readonly Report[]): string[] =>
  reports.flatMap(({ users, ends }) => ends.map((what) => `* **${thousands(users)} users**: ${what}.`));

/** What the goal for 10^6 takes, change by change. */
function changesOf(inputs: Inputs, account: Quotas, raised: Quotas): string[] {
  const variants: readonly (readonly [string, Leaner])[] = [
    ['as counted', {}],
    ['3 units in `search`, and none in a transaction', { search: 2 }],
    ['and 2 in `journeys` with its index', { search: 2, journeys: 2 }],
    ['and half of the processor for `follow-people`', { search: 2, journeys: 2, processor: 2 }],
    ['and four times the shards of words', { search: 2, journeys: 2, processor: 2, shards: 4 }],
  ];
  const rows = variants.map(([what, leaner]) => {
    const less = leanerOf(inputs, leaner);
    const work = workOf(less, GOAL);
    const cells = [account, raised].flatMap((quotas) => [
      minutes(simulate(work, quotas).findable),
      name(boundsOf(work, quotas).by),
    ]);
    return [what, ...cells, dollars(dollarsOfImport(less.counted, less.units, GOAL).besideMail)];
  });
  const head = ['new account, minutes', 'bound by', 'raised, minutes', 'bound by', 'dollars besides mail'];
  return table(['10<sup>6</sup> users', ...head], rows);
}

const verdict = (is: number, goal: number): string => (is <= goal ? 'met' : '**not met**');

export function sectionOf(inputs: Inputs, packageDays: number): string {
  const [account, raised] = [quotasOf({}), quotasOf(RAISED)];
  const [fresh, more] = [account, raised].map((quotas) =>
    SIZES.map((users) => reportOf(inputs, users, quotas, packageDays)),
  ) as [Report[], Report[]];
  const at = SIZES.indexOf(GOAL);
  const [defaults, raisedGoal] = [fresh[at]!, more[at]!];
  const found = ({ outcome }: Report) => outcome.findable / MINUTE;
  const last = fresh.at(-1)!;
  return [
    BEGIN,
    '',
    '## How long, and for how much',
    '',
    '`npm run simulate` plays a first import in virtual time (`infra/scale/`): the states of `statemachines/migration.asl.json` in their order, each part an entity',
    'that takes an execution, holds it for the time that was counted, and is served its units by the tables in turn; behind it the people of each part are followed',
    `in the lanes of the stream, and mails go out in their one lane. Quotas are AWS's of ${QUOTAS_OF} (below). Work is what was counted: functions and calls by`,
    `\`npm run cost:measure\` (${inputs.counted.on}), units by table by \`npm run simulate:measure\` (${inputs.units.on}), prices as in [cost.md](cost.md). *At least* is the closed-form bound:`,
    'what no schedule can beat. `test/contract/simulate.test.ts` and `infra/scale/simulate.test.ts` hold the one to the other. `-- --help` names the options.',
    '',
    '*In*: users can log on. *Found*: administrators find them. *Told*: each has a mail. *Raise first*: what shortens the time most, doubled alone.',
    '',
    '### A new account, as it is',
    '',
    ...timesOf(fresh),
    '',
    `### With ${thousands(raised.concurrency)} executions, ${thousands(raised.workers)} workers and ${thousands(raised.searchWrites)} warm writes a second in each table`,
    '',
    ...timesOf(more),
    '',
    ...plotOf({ new: fresh, raised: more }),
    '',
    '### Dollars by service',
    '',
    'The import, following its people, and one mail to each; the same for both accounts, without what is paid once for warm throughput.',
    '',
    ...servicesOf(fresh),
    '',
    '### The goal: 10<sup>6</sup> users',
    '',
    ...table(
      ['goal', 'today', ''],
      [
        [
          `found within ${GOALS.minutes} minutes on a new account`,
          `${minutes(defaults.outcome.findable)} minutes`,
          verdict(found(defaults), GOALS.minutes),
        ],
        [
          `found within ${GOALS.raisedMinutes} minutes with warm throughput`,
          `${minutes(raisedGoal.outcome.findable)} minutes`,
          verdict(found(raisedGoal), GOALS.raisedMinutes),
        ],
        [
          `at most ${GOALS.dollars} dollars besides mail`,
          `${dollars(defaults.besideMail)} dollars`,
          verdict(defaults.besideMail, GOALS.dollars),
        ],
      ],
    ),
    '',
    'What would have to change:',
    '',
    ...changesOf(inputs, account, raised),
    '',
    '### What changes at 10<sup>8</sup>',
    '',
    `* **Time.** ${thousands(last.outcome.findable / 3600)} hours on a new account. On-demand tables have doubled to ${thousands(account.tableWrites)} writes a second within hours, so that executions bind: the concurrency of Lambda is`,
    `  the first to ask for. Then one partition key binds (${minutes(more.at(-1)!.outcome.findable)} minutes): its thousand writes can't be raised, only spread over more shards.`,
    `* **Mails.** ${days(last.outcome.told)} days by the day's quota of a new account. Without any quota the one lane of mails takes ${days(mailsTake(last.users, workOf(inputs, last.users).mailSeconds, { ...account, mailRate: Infinity, mailDay: Infinity }))} days.`,
    `* **Dollars.** ${thousands(total(last))}, of which SES takes ${thousands(last.dollars['ses'] ?? 0)}.`,
    ...endsOf(fresh),
    '',
    '### The quotas',
    '',
    ...table(
      ['what', 'is', 'source', 'raised by'],
      QUOTA_NAMES.map((one) => {
        const { what, value, unit, source, raise = 'nothing' } = quotaOf(one);
        return [what, `${thousands(value)} ${unit}`, source, raise];
      }),
    ),
    '',
    '### What is not in it',
    '',
    '* Throttles that repeat a call, cold starts, the first 1,000 executions in ten seconds of a function, logons beside the import, and what the polling of streams adds: seconds.',
    '* What was not counted: `SortKeys`, `ReadManifest` and `PlanRun` grow as the first tables say; a range takes the processor in proportion to its records.',
    '* User IDs that begin alike are the worst usual case of `partitionWrites` ([why](decisions/finding.md)); others are spread by their first two characters.',
    "* The processor's time is that of the machine that counted: an order of magnitude, as in [cost.md](cost.md).",
    '',
    END,
  ].join('\n');
}

/** The page with this section in place of the one between the marks, or at its end. */
export function withSection(page: string, section: string): string {
  const [from, to] = [page.indexOf(BEGIN), page.indexOf(END)];
  if (from < 0 || to < from) return `${page.trimEnd()}\n\n${section}\n`;
  return `${page.slice(0, from)}${section}${page.slice(to + END.length)}`;
}
